using System.Text.RegularExpressions;

namespace FlameScope.FlameGraph;

/// <summary>Regular expressions over names, which come from the recorded machine.</summary>
internal static class NamePattern
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // The engine without backtracking takes linear time; it does not know look-arounds and back references, which the timeout is for.
    public static Regex Create(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Timeout);
        }
    }
}
