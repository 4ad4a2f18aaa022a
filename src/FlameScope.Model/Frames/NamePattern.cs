using System.Text.RegularExpressions;

namespace FlameScope.Model;

/// <summary>Compiles regular expressions that are matched against names.</summary>
internal static class NamePattern
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Returns a pattern if it is a valid regular expression, or is <c>null</c> or empty.</summary>
    /// <exception cref="ArgumentException">The regular expression is not valid.</exception>
    public static string? Check(string? pattern)
    {
        if (!string.IsNullOrEmpty(pattern)) _ = new Regex(pattern, RegexOptions.CultureInvariant, DefaultTimeout);
        return pattern;
    }

    /// <summary>Returns a timeout if regular expressions accept it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero, negative and not infinite, or greater than about 24 days.</exception>
    public static TimeSpan Check(TimeSpan timeout)
    {
        bool isValid = timeout == Timeout.InfiniteTimeSpan || (timeout > TimeSpan.Zero && timeout.TotalMilliseconds <= int.MaxValue - 1);
        return isValid ? timeout : throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The timeout is not positive or is too long.");
    }

    /// <summary>Compiles a pattern with a timeout of 10 seconds.</summary>
    /// <param name="pattern">A regular expression.</param>
    /// <returns>The compiled expression.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty or not valid.</exception>
    public static Regex Create(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return Create(pattern, DefaultTimeout);
    }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">A regular expression.</param>
    /// <param name="timeout">The maximum time per match.</param>
    /// <returns>The compiled expression.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is not valid.</exception>
    /// <remarks>
    /// Names come from the recorded machine, so matching must not take exponential time. The non-backtracking engine takes linear time. It does not
    /// support lookarounds and back references; for these the timeout applies.
    /// </remarks>
    public static Regex Create(string pattern, TimeSpan timeout)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, timeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, timeout);
        }
    }
}
