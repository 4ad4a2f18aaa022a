using System.Globalization;
using System.Text.RegularExpressions;

namespace FlameScope.PowerShell;

/// <summary>Text for people. Names in a recording are untrusted: they must not control the terminal or disguise other text.</summary>
internal static partial class SafeText
{
    /// <summary>Returns the text with control characters and characters that reorder text replaced by U+FFFD.</summary>
    public static string Clean(string text) => Unsafe().Replace(text, "\uFFFD");

    /// <summary>Formats a number with its noun, such as <c>1 sample</c> or <c>2 samples</c>.</summary>
    public static string Count(long value, string singular) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:N0} {singular}{(value == 1 ? "" : "s")}");

    /// <summary>Returns a part of a total in percent, with two decimals.</summary>
    public static double Percent(long part, long total) => total == 0 ? 0 : Percent((double)part / total);

    /// <summary>Returns a share in percent, with two decimals.</summary>
    public static double Percent(double share) => Math.Round(100 * share, 2);

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]")]
    private static partial Regex Unsafe();
}
