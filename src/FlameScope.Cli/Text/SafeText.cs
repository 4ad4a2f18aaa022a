using System.Globalization;

namespace FlameScope.Cli.Text;

/// <summary>Names come from the recorded machine: on a terminal they may neither act nor disguise what stands around them.</summary>
internal static class SafeText
{
    /// <summary>The text with every character that could act replaced by U+FFFD.</summary>
    public static string Clean(string text)
    {
        int first = 0;
        while (first < text.Length && !IsHostile(text[first])) first++;
        if (first == text.Length) return text;
        return string.Create(text.Length, text, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++) chars[i] = IsHostile(source[i]) ? '\uFFFD' : source[i];
        });
    }

    /// <summary>The text as <see cref="Clean"/> gives it, cut with an ellipsis where it is longer than a number of characters.</summary>
    public static string Short(string text, int length)
    {
        if (text.Length <= length) return Clean(text);
        int end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return Clean(text[..end]) + "…";
    }

    // C0, delete, C1; line and paragraph separators; marks that reorder text.
    private static bool IsHostile(char c) => c is < ' ' or (>= '\x7F' and <= '\x9F')
        or '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';

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
        return names.Count > limit ? string.Create(CultureInfo.InvariantCulture, $"{shown} and {names.Count - limit} more") : shown;
    }
}
