using System.Globalization;

namespace FlameScope.Cli.Text;

/// <summary>Parses and formats times of command lines, in the invariant culture.</summary>
internal static class TimeText
{
    private const double MaximumSeconds = 9e9;

    private static readonly (string Name, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("min", 60), ("h", 3600)];

    /// <summary>Returns the seconds of <c>83.5</c>, <c>1:23.5</c> or <c>0:01:23.5</c>; <c>null</c> for any other text.</summary>
    public static double? ParseSeconds(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 3) return null;
        double seconds = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            // Only a number alone may have a sign or an exponent.
            NumberStyles styles = parts.Length == 1 ? NumberStyles.Float : isLast ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!double.TryParse(parts[i], styles, CultureInfo.InvariantCulture, out double part) || (i > 0 && part >= 60)) return null;
            seconds = (seconds * 60) + part;
        }
        return Math.Abs(seconds) < MaximumSeconds ? seconds : null;
    }

    /// <summary>Returns the length of <c>500ms</c>, <c>10s</c>, <c>10</c>, <c>5m</c> or <c>1h</c>; <c>null</c> for any other text.</summary>
    public static TimeSpan? ParseLength(string text)
    {
        int end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1])) end--;
        string unit = end == text.Length ? "s" : text[end..];
        double factor = Array.Find(Units, u => u.Name == unit).Seconds;
        bool isNumber = double.TryParse(text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        return isNumber && factor > 0 && number * factor < MaximumSeconds ? TimeSpan.FromSeconds(number * factor) : null;
    }

    /// <summary>Formats a length in its largest unit that is whole: <c>500 ms</c>, <c>90 s</c>, <c>5 min</c>, <c>1 h</c>.</summary>
    public static string Length(TimeSpan length)
    {
        if (length.Ticks % TimeSpan.TicksPerHour == 0) return Text(length.TotalHours, "h");
        if (length.Ticks % TimeSpan.TicksPerMinute == 0) return Text(length.TotalMinutes, "min");
        return length.Ticks % TimeSpan.TicksPerSecond == 0 ? Text(length.TotalSeconds, "s") : Text(length.TotalMilliseconds, "ms");
    }

    /// <summary>Formats the start of a column of a heat map: seconds, or hours and minutes where columns are whole minutes.</summary>
    public static string Start(long nanoseconds, TimeSpan column)
    {
        if (column.Ticks % TimeSpan.TicksPerMinute != 0) return SafeText.Seconds(nanoseconds);
        long minutes = nanoseconds / 60_000_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");
    }

    private static string Text(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");
}
