using System.Buffers;
using System.Globalization;

namespace FlameScope.Cli.Text;

/// <summary>Names come from the recorded machine: on a terminal they may neither act nor disguise what stands around them.</summary>
internal static class SafeText
{
    // C0, delete, C1; line and paragraph separators; marks that reorder text.
    private static readonly SearchValues<char> Hostile = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c),
        '\u061C', '\u200E', '\u200F', '\u2028', '\u2029',
        '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\uFEFF',
    ]);

    /// <summary>The text with every character that could act replaced by U+FFFD.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Hostile)) return text;
        return string.Create(text.Length, text, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++) chars[i] = Hostile.Contains(source[i]) ? '\uFFFD' : source[i];
        });
    }

    /// <summary>The text as <see cref="Clean"/> gives it, cut with an ellipsis where it is longer than a number of characters.</summary>
    public static string Short(string text, int length)
    {
        if (text.Length <= length) return Clean(text);
        int end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return Clean(text[..end]) + "…";
    }

    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number and what it counts: <c>1 sample</c>, <c>2 samples</c>.</summary>
    public static string Count(long value, string singular) => $"{Number(value)} {singular}{(value == 1 ? "" : "s")}";

    /// <summary>Nanoseconds as seconds, with as many digits as they need.</summary>
    public static string Seconds(long nanoseconds) => (nanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>A part of a whole in percent.</summary>
    public static string Percent(long part, long whole) =>
        whole == 0 ? "-" : (part * 100.0 / whole).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    /// <summary>A share from 0 to 1 in percent.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    /// <summary>The first names of a list, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> names, int limit = 12)
    {
        string shown = string.Join(", ", names.Take(limit));
        return names.Count > limit ? $"{shown} and {names.Count - limit} more" : shown;
    }
}
