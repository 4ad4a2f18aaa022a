using System.Globalization;

namespace FlameScope.Model;

/// <summary>Formats values with their units for people: <c>42.3 MB</c>, <c>1.2 s</c>, <c>1,234 samples</c>.</summary>
public static class UnitText
{
    private const string Bytes = "bytes";
    private const string Nanoseconds = "nanoseconds";

    private static readonly string[] ByteUnits = ["kB", "MB", "GB", "TB", "PB", "EB"];
    private static readonly string[] TimeUnits = ["µs", "ms", "s"];

    /// <summary>Formats a value with its unit.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">
    /// The unit, as <see cref="Profile.GetUnit(SampleWeight)"/> returns it. <c>bytes</c> and <c>nanoseconds</c> are written in multiples of 1,000 with three
    /// significant digits; for another unit, the number has thousands separators, and the unit loses a final <c>s</c> if the value is 1.
    /// </param>
    /// <returns>The text, in the invariant culture.</returns>
    public static string Format(long value, string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (IsScaled(unit)) return FormatNumber(value, unit);
        string name = value == 1 && unit.EndsWith('s') ? unit[..^1] : unit;
        return name.Length == 0 ? Grouped(value) : $"{Grouped(value)} {name}";
    }

    /// <summary>Formats a value for a column or an axis whose unit is known: <c>42.3 MB</c>, <c>1.2 s</c>, <c>1,234</c>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">The unit. Only <c>bytes</c> and <c>nanoseconds</c> are part of the text.</param>
    /// <returns>The text, in the invariant culture.</returns>
    public static string FormatNumber(long value, string unit) => unit switch
    {
        Bytes => Scale(value, ByteUnits) ?? $"{Grouped(value)} {(value == 1 ? "byte" : Bytes)}",
        Nanoseconds => Scale(value, TimeUnits) ?? $"{Grouped(value)} ns",
        _ => Grouped(value),
    };

    /// <summary>Indicates whether values of a unit are written in multiples of it, so that the unit is part of each number.</summary>
    /// <param name="unit">The unit.</param>
    /// <returns><c>true</c> for <c>bytes</c> and <c>nanoseconds</c>.</returns>
    public static bool IsScaled(string unit) => unit is Bytes or Nanoseconds;

    private static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    // Returns null if the value is less than 1,000 of the unit. 999,950 is 1 MB, not 1000 kB.
    private static string? Scale(long value, string[] units)
    {
        decimal size = Math.Abs((decimal)value);
        if (size < 1000) return null;
        int unit = -1;
        do
        {
            size /= 1000;
            unit++;
        }
        while (unit + 1 < units.Length && Round(size) >= 1000);
        return string.Create(CultureInfo.InvariantCulture, $"{(value < 0 ? "-" : "")}{Round(size):#,0.##} {units[unit]}");
    }

    private static decimal Round(decimal size) => decimal.Round(size, size >= 99.95m ? 0 : size >= 9.995m ? 1 : 2, MidpointRounding.AwayFromZero);
}
