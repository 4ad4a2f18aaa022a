using System.Text.RegularExpressions;

namespace FlameScope.Model;

/// <summary>Creates regular expressions for names, which come from the recorded machine.</summary>
internal static class NameRegex
{
    /// <summary>Returns a pattern if it is a valid regular expression, or is <c>null</c> or empty.</summary>
    /// <exception cref="ArgumentException">The regular expression is not valid.</exception>
    public static string? Check(string? pattern)
    {
        if (!string.IsNullOrEmpty(pattern)) _ = new Regex(pattern, RegexOptions.CultureInvariant);
        return pattern;
    }

    /// <summary>Returns a timeout if regular expressions accept it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero, negative and not infinite, or greater than about 24 days.</exception>
    public static TimeSpan Check(TimeSpan timeout)
    {
        bool isValid = timeout == Timeout.InfiniteTimeSpan || (timeout > TimeSpan.Zero && timeout.TotalMilliseconds < int.MaxValue);
        return isValid ? timeout : throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The timeout is not positive or is too long.");
    }

    // The engine without backtracking takes linear time. It does not support look-arounds and back-references, which need the timeout.
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
