using System.Globalization;

namespace FlameScope.PowerShell;

/// <summary>Tells a line of a profile from a path, so that a profile that is piped as text is one error and not one per line.</summary>
internal static class PipedContent
{
    /// <summary>Returns whether a string of the pipeline is no existing file and has the form of a line of a profile or of binary data.</summary>
    /// <param name="value">The string.</param>
    /// <param name="location">The current folder of PowerShell, which is not that of the process.</param>
    public static bool IsContent(string value, string location)
    {
        if (value.Length == 0 || Path.Exists(Path.Combine(location, value))) return false;
        return IsComment(value) || IsJson(value) || IsSampleHeader(value) || IsFoldedStack(value) || IsBinary(value);
    }

    // "# hostname : build" of perf script.
    private static bool IsComment(string value) => value[0] == '#';

    private static bool IsJson(string value) => value[0] is '{' or '[' && value.AsSpan(1).ContainsAny('"', '{', ':');

    // "java 12 [001] 3.25: cycles:" of perf script. Drives of PowerShell have no white space before or behind the colon.
    private static bool IsSampleHeader(string value) => value.EndsWith(':') ? value.Contains(' ') : value.Contains(": ", StringComparison.Ordinal);

    // "main;run;read 12".
    private static bool IsFoldedStack(string value)
    {
        int blank = value.LastIndexOf(' ');
        return blank > 0 && value.AsSpan(0, blank).Contains(';') && long.TryParse(value.AsSpan(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsBinary(string value) => value.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 || value.Contains('\ufffd');
}
