using System.Collections.ObjectModel;
using System.Globalization;

namespace FlameScope.Heatmap;

/// <summary>
/// Colours for values from 0 to a maximum: stops, and straight lines between them in each channel.
/// </summary>
/// <remarks>
/// A scale is safe for every maximum. A stop that would stand before the one it follows (half of a small maximum before a fixed value) stands
/// at the same place instead; where stops share a place the last of them counts, but 0 always has the first colour.
/// </remarks>
public sealed class ColorScale
{
    private static readonly ColorScale[] Known =
    [
        new("flamescope", [At("#FFFFFF", 0, 0), At("#FF5032", 0, 0.5), At("#E50914", 0, 1)]),
        new("enhanced", [At("#FFFFFF", 0, 0), At("#6AAAFF", 1, 0), At("#FAA0B5", 3, 0), At("#FF5032", 0, 0.5), At("#E50914", 0, 1)]),
    ];

    private readonly ColorStop[] _stops;

    /// <summary>A scale of its own.</summary>
    /// <param name="name">The scale's name.</param>
    /// <param name="stops">At least one stop, in rising order for large maxima.</param>
    /// <exception cref="ArgumentException">There is no stop, or one has a negative or infinite value or a fraction outside 0 to 1.</exception>
    public ColorScale(string name, ColorStop[] stops)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(stops);
        if (stops.Length == 0) throw new ArgumentException("A colour scale has at least one stop.", nameof(stops));
        foreach (ColorStop stop in stops)
        {
            if (!(stop.Value >= 0 && double.IsFinite(stop.Value) && stop.Fraction is >= 0 and <= 1))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"A stop's value is not negative and its fraction is from 0 to 1, not {stop.Value} and {stop.Fraction}."),
                    nameof(stops));
            }
        }
        Name = name;
        _stops = [.. stops];
        Stops = new ReadOnlyCollection<ColorStop>(_stops);
    }

    /// <summary>FlameScope's colours: white at 0, orange at half the maximum, red at the maximum.</summary>
    public static ColorScale FlameScope => Known[0];

    /// <summary>FlameScope's enhanced colours, in which few samples stand out: white at 0, blue at 1 and 2, red from 3 on.</summary>
    public static ColorScale Enhanced => Known[1];

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = new ReadOnlyCollection<string>([.. Known.Select(scale => scale.Name)]);

    /// <summary>The scale's name.</summary>
    public string Name { get; }

    /// <summary>The stops, from 0 upward.</summary>
    public IReadOnlyList<ColorStop> Stops { get; }

    /// <summary>One of the scales that come with the library.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <exception cref="ArgumentException">There is no scale of this name; the message lists them.</exception>
    public static ColorScale Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.Find(Known, scale => scale.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no colour scale '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>The same as <see cref="Named"/>, by the name under which PowerShell looks for it when it is given a string for a scale.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <exception cref="ArgumentException">There is no scale of this name; the message lists them.</exception>
    public static ColorScale Parse(string name) => Named(name);

    /// <summary>The colour of a value.</summary>
    /// <param name="value">The value; below 0 it counts as 0, above the maximum as the maximum.</param>
    /// <param name="maximum">The greatest value of the map, not negative.</param>
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

    private static ColorStop At(string color, double value, double fraction) => new(Rgb.Parse(color), value, fraction);
}
