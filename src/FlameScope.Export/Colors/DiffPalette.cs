using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>
/// Provides the colors of a differential flame graph: one color for increases and one for decreases, more saturated for larger differences, and
/// a pale color for no difference.
/// </summary>
/// <example>
/// A custom palette:
/// <code>
/// DiffPalette mine = DiffPalette.Create("mine", grown: Rgb.Parse("#B2182B"), shrunk: Rgb.Parse("#2166AC"));
/// FlameGraphSvg.Write(diff, output, new FlameGraphDiffOptions { Palette = mine });
/// </code>
/// </example>
[DebuggerDisplay("{Name,nq}")]
public sealed class DiffPalette : IParsable<DiffPalette>
{
    // A difference of a hundredth of the maximum must be distinguishable from no difference.
    private const double MinimumPart = 0.12;

    private static readonly DiffPalette[] BuiltIn =
    [
        new("red-blue", new Rgb(0xE0, 0x3C, 0x31), new Rgb(0x3D, 0x78, 0xD6)),
        new("orange-purple", new Rgb(0xEF, 0x8A, 0x1D), new Rgb(0x5E, 0x3C, 0x99)),
    ];

    private DiffPalette(string name, Rgb grown, Rgb shrunk) => (Name, Grown, Shrunk) = (name, grown, shrunk);

    /// <summary>Red for increases and blue for decreases, the usual colors of differential flame graphs. This is the default.</summary>
    public static DiffPalette RedBlue => BuiltIn[0];

    /// <summary>Orange for increases and purple for decreases. They also differ in lightness and are distinguishable without red and green.</summary>
    public static DiffPalette OrangePurple => BuiltIn[1];

    /// <summary>The names of the built-in palettes, which <see cref="Parse(string)"/> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(BuiltIn, p => p.Name);

    /// <summary>The name of the palette.</summary>
    public string Name { get; }

    /// <summary>The color of the maximum increase.</summary>
    public Rgb Grown { get; }

    /// <summary>The color of the maximum decrease.</summary>
    public Rgb Shrunk { get; }

    /// <summary>The color of no difference.</summary>
    public static Rgb Same { get; } = new(0xF1, 0xF0, 0xEE);

    /// <summary>Creates a custom palette.</summary>
    /// <param name="name">The name of the palette.</param>
    /// <param name="grown">The color of the maximum increase.</param>
    /// <param name="shrunk">The color of the maximum decrease.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static DiffPalette Create(string name, Rgb grown, Rgb shrunk)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new DiffPalette(name, grown, shrunk);
    }

    /// <summary>Returns a built-in palette by name.</summary>
    /// <param name="s">One of <see cref="Names"/>, case-insensitive.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="FormatException">No built-in palette has this name. The message lists the names.</exception>
    public static DiffPalette Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out DiffPalette? palette)
            ? palette
            : throw new FormatException($"There is no palette '{s}'; the palettes are {string.Join(", ", Names)}.");
    }

    /// <summary>Parses a text, without the current culture.</summary>
    /// <param name="s">One of <see cref="Names"/>, case-insensitive.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <returns>The parsed value.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is not valid.</exception>
    public static DiffPalette Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Tries to find a built-in palette by name.</summary>
    /// <param name="s">The name, case-insensitive.</param>
    /// <param name="result">The palette; <c>null</c> when no built-in palette has this name.</param>
    /// <returns><c>true</c> when a built-in palette has this name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out DiffPalette? result)
    {
        result = Array.Find(BuiltIn, p => p.Name.Equals(s, StringComparison.OrdinalIgnoreCase));
        return result is not null;
    }

    /// <summary>Tries to parse a text, without the current culture.</summary>
    /// <param name="s">The name, case-insensitive.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <param name="result">The palette; <c>null</c> when no built-in palette has this name.</param>
    /// <returns><c>true</c> when the text is valid.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DiffPalette result) =>
        TryParse(s, out result);

    /// <summary>Returns the color of a difference.</summary>
    /// <param name="part">
    /// The difference as a fraction of the maximum, from -1, the maximum decrease, to 1, the maximum increase. Numbers outside this range are
    /// limited to it; NaN is treated as 0.
    /// </param>
    /// <returns>The color.</returns>
    public Rgb ColorOf(double part)
    {
        if (part > 0) return Same.MixWith(Grown, MinimumPart + ((1 - MinimumPart) * part));
        return part < 0 ? Same.MixWith(Shrunk, MinimumPart - ((1 - MinimumPart) * part)) : Same;
    }

    /// <summary>Returns the name of the palette.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
