using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>
/// Formats text for terminals. Names come from the recorded machine and are untrusted: they must not control the terminal or disguise other text.
/// </summary>
internal static class SafeText
{
    /// <summary>Returns the text with control characters and characters that reorder text replaced by U+FFFD.</summary>
    public static string Clean(string text)
    {
        int first = 0;
        while (first < text.Length && !IsUnsafe(text[first])) first++;
        if (first == text.Length) return text;
        return string.Create(text.Length, text, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++) chars[i] = IsUnsafe(source[i]) ? '\uFFFD' : source[i];
        });
    }

    /// <summary>Returns the cleaned text, cut to a maximum length with an ellipsis.</summary>
    public static string Short(string text, int length)
    {
        if (text.Length <= length) return Clean(text);
        int end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return Clean(text[..end]) + "…";
    }

    // C0, DEL, C1; line and paragraph separators; characters that reorder text.
    private static bool IsUnsafe(char c) => c is < ' ' or (>= '\x7F' and <= '\x9F')
        or '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';

    /// <summary>Formats a number with thousands separators.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a number with its noun, such as <c>1 sample</c> or <c>2 samples</c>.</summary>
    public static string Count(long value, string singular) => $"{Number(value)} {singular}{(value == 1 ? "" : "s")}";

    /// <summary>Formats a value of a table; see <see cref="UnitText.FormatNumber"/>.</summary>
    public static string Value(long value, string unit) => UnitText.FormatNumber(value, unit);

    /// <summary>Formats a total: <c>1 sample</c>, <c>42.3 MB</c>, or for the periods of perf <c>total period 1,000</c>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="unit">The unit of the weight.</param>
    /// <param name="prefix">The words before <c>period</c>.</param>
    /// <param name="suffix">The words after <c>period</c>.</param>
    public static string Total(long value, SampleWeight weight, string unit, string prefix = "total ", string suffix = "") =>
        weight == SampleWeight.Period && unit == "events" ? $"{prefix}period{suffix} {Number(value)}" : Clean(UnitText.Format(value, unit));

    /// <summary>Formats nanoseconds as seconds with up to nine decimals.</summary>
    public static string Seconds(long nanoseconds) => (nanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>Formats a part of a total in percent.</summary>
    public static string Percent(long part, long total) =>
        total == 0 ? "-" : (part * 100.0 / total).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    /// <summary>Formats a share from 0 to 1 in percent.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    /// <summary>Formats the first names of a list and the number of further ones.</summary>
    public static string List(IReadOnlyList<string> names, int limit = 12)
    {
        string shown = string.Join(", ", names.Take(limit));
        return names.Count > limit ? string.Create(CultureInfo.InvariantCulture, $"{shown} and {names.Count - limit} more") : shown;
    }
}
