using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FlameScope.Heatmap;

/// <summary>
/// Maps values from 0 to a maximum to colors: a list of stops, between which each channel is interpolated linearly.
/// </summary>
/// <remarks>
/// A scale works with every maximum. With a small maximum, a stop can have a position less than that of the stop it follows, such as half of
/// the maximum after a fixed value; it then has the position of that stop. When several stops have the same position, the last of them
/// applies, except that 0 always has the first color.
/// </remarks>
/// <example>
/// A custom scale, from black to white:
/// <code>
/// ColorScale gray = ColorScale.Create("gray", [new(Rgb.Parse("#000000"), 0, 0), new(Rgb.Parse("#FFFFFF"), 0, 1)]);
/// HeatmapSvg.Write(map, output, new HeatmapSvgOptions { ColorScale = gray });
/// </code>
/// </example>
[DebuggerDisplay("{Name,nq}")]
public sealed class ColorScale : IParsable<ColorScale>
{
    private static readonly ColorScale[] BuiltIn =
    [
        new("flamescope", [At("#FFFFFF", 0, 0), At("#FF5032", 0, 0.5), At("#E50914", 0, 1)]),
        new("enhanced", [At("#FFFFFF", 0, 0), At("#6AAAFF", 1, 0), At("#FAA0B5", 3, 0), At("#FF5032", 0, 0.5), At("#E50914", 0, 1)]),
        new(
            "viridis",
            [
                At("#FFFFFF", 0, 0), At("#F3EC6A", 0, 0.001), At("#A3D84E", 0, 0.2), At("#3FB373", 0, 0.4), At("#26838E", 0, 0.6),
                At("#3C4D8A", 0, 0.8), At("#440154", 0, 1),
            ]),
        new(
            "ember",
            [
                At("#1A1A24", 0, 0), At("#3B1B5C", 0.5, 0), At("#8C2369", 0, 0.25), At("#E0413F", 0, 0.5),
                At("#FB9A2E", 0, 0.75), At("#FCFFB2", 0, 1),
            ]),
    ];

    private readonly ColorStop[] _stops;

    private ColorScale(string name, ColorStop[] stops)
    {
        Name = name;
        _stops = stops;
        Stops = new ReadOnlyCollection<ColorStop>(stops);
    }

    /// <summary>The colors of Netflix FlameScope: white at 0, orange at half the maximum, red at the maximum.</summary>
    public static ColorScale FlameScope => BuiltIn[0];

    /// <summary>The enhanced colors of Netflix FlameScope, which emphasize low values: white at 0, blue at 1 and 2, red from 3.</summary>
    public static ColorScale Enhanced => BuiltIn[1];

    /// <summary>White at 0, then the viridis colors from yellow to violet, which are distinguishable with any color vision and in gray.</summary>
    public static ColorScale Viridis => BuiltIn[2];

    /// <summary>Nearly black at 0, then violet, red and pale yellow. It is intended for dark backgrounds, such as terminals.</summary>
    public static ColorScale Ember => BuiltIn[3];

    /// <summary>The names of the built-in scales, which <see cref="Parse(string)"/> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = new ReadOnlyCollection<string>([.. BuiltIn.Select(scale => scale.Name)]);

    /// <summary>The name of the scale.</summary>
    public string Name { get; }

    /// <summary>The stops in ascending order, at least one.</summary>
    public IReadOnlyList<ColorStop> Stops { get; }

    /// <summary>Creates a custom scale.</summary>
    /// <param name="name">The name of the scale.</param>
    /// <param name="stops">The stops, at least one, in ascending order for large maxima.</param>
    /// <returns>The scale.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> or <paramref name="stops"/> is empty, or a stop has a negative or infinite value or a fraction outside 0 to 1.
    /// </exception>
    public static ColorScale Create(string name, IEnumerable<ColorStop> stops)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(stops);
        ColorStop[] copy = [.. stops];
        if (copy.Length == 0) throw new ArgumentException("A color scale has at least one stop.", nameof(stops));
        foreach (ColorStop stop in copy)
        {
            if (!(stop.Value >= 0 && double.IsFinite(stop.Value) && stop.Fraction is >= 0 and <= 1))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The value of a stop must not be negative and its fraction must be from 0 to 1, not {stop.Value} and {stop.Fraction}."),
                    nameof(stops));
            }
        }
        return new ColorScale(name, copy);
    }

    /// <summary>Returns a built-in scale by name.</summary>
    /// <param name="s">One of <see cref="Names"/>, case-insensitive.</param>
    /// <returns>The scale.</returns>
    /// <exception cref="FormatException">No built-in scale has this name. The message lists the names.</exception>
    public static ColorScale Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out ColorScale? scale)
            ? scale
            : throw new FormatException($"There is no color scale '{s}'; the color scales are {string.Join(", ", Names)}.");
    }

    /// <summary>Parses a text, without the current culture.</summary>
    /// <param name="s">One of <see cref="Names"/>, case-insensitive.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <returns>The parsed value.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is not valid.</exception>
    public static ColorScale Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Tries to find a built-in scale by name.</summary>
    /// <param name="s">The name, case-insensitive.</param>
    /// <param name="result">The scale; <c>null</c> when no built-in scale has this name.</param>
    /// <returns><c>true</c> when a built-in scale has this name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out ColorScale? result)
    {
        result = Array.Find(BuiltIn, scale => scale.Name.Equals(s, StringComparison.OrdinalIgnoreCase));
        return result is not null;
    }

    /// <summary>Tries to parse a text, without the current culture.</summary>
    /// <param name="s">The name, case-insensitive.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <param name="result">The scale; <c>null</c> when no built-in scale has this name.</param>
    /// <returns><c>true</c> when the text is valid.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ColorScale result) =>
        TryParse(s, out result);

    /// <summary>Returns the color of a value.</summary>
    /// <param name="value">The value. A value less than 0 is treated as 0, a value greater than the maximum as the maximum.</param>
    /// <param name="maximum">The maximum value of the map, not negative.</param>
    /// <returns>The color.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is negative.</exception>
    public Rgb ColorOf(long value, long maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximum);
        double x = Math.Min(value, maximum);
        if (x <= 0) return _stops[0].Color;
        Rgb color = _stops[0].Color;
        double position = 0;
        foreach (ColorStop stop in _stops)
        {
            double next = Math.Max(position, stop.PositionAt(maximum));
            if (next > x) return color.MixWith(stop.Color, (x - position) / (next - position));
            (color, position) = (stop.Color, next);
        }
        return color;
    }

    /// <summary>Returns the name of the scale.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private static ColorStop At(string color, double value, double fraction) => new(Rgb.Parse(color), value, fraction);
}
