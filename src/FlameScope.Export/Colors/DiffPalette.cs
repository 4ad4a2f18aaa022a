using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>
/// Decides the colours of a differential flame graph: one for what grew, one for what shrank, deeper the greater the difference, and a pale one
/// between them for what stayed.
/// </summary>
/// <example>
/// A palette of one's own:
/// <code>
/// DiffPalette mine = DiffPalette.From("mine", grown: Rgb.Parse("#B2182B"), shrunk: Rgb.Parse("#2166AC"));
/// FlameGraphSvg.WriteDifferential(diff, output, new FlameGraphDiffOptions { Palette = mine });
/// </code>
/// </example>
public sealed class DiffPalette
{
    // A difference of a hundredth of the greatest is still to be seen beside none.
    private const double Least = 0.12;

    private static readonly DiffPalette[] BuiltIn =
    [
        new("red-blue", new Rgb(0xE0, 0x3C, 0x31), new Rgb(0x3D, 0x78, 0xD6)),
        new("orange-purple", new Rgb(0xEF, 0x8A, 0x1D), new Rgb(0x5E, 0x3C, 0x99)),
    ];

    private DiffPalette(string name, Rgb grown, Rgb shrunk) => (Name, Grown, Shrunk) = (name, grown, shrunk);

    /// <summary>Red for more, blue for less, as differential flame graphs are known. The default.</summary>
    public static DiffPalette RedBlue => BuiltIn[0];

    /// <summary>Orange for more, purple for less: they differ in lightness too, and can be told apart without red and green.</summary>
    public static DiffPalette OrangePurple => BuiltIn[1];

    /// <summary>What <see cref="Named"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(BuiltIn, p => p.Name);

    /// <summary>The palette's name, in lower case.</summary>
    public string Name { get; }

    /// <summary>The colour of what grew most.</summary>
    public Rgb Grown { get; }

    /// <summary>The colour of what shrank most.</summary>
    public Rgb Shrunk { get; }

    /// <summary>The colour of what stayed as it was.</summary>
    public static Rgb Same { get; } = new(0xF1, 0xF0, 0xEE);

    /// <summary>The palette of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such palette.</exception>
    public static DiffPalette Named(string name) =>
        Array.Find(BuiltIn, p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no palette '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The same as <see cref="Named"/>, by the name under which PowerShell looks for it when it is given a string for a palette.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such palette.</exception>
    public static DiffPalette Parse(string name) => Named(name);

    /// <summary>A palette of two colours.</summary>
    /// <param name="name">The palette's name.</param>
    /// <param name="grown">The colour of what grew most.</param>
    /// <param name="shrunk">The colour of what shrank most.</param>
    public static DiffPalette From(string name, Rgb grown, Rgb shrunk)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new DiffPalette(name, grown, shrunk);
    }

    /// <summary>The colour of a difference.</summary>
    /// <param name="part">
    /// The difference as a part of the greatest there is, from -1, shrank most, to 1, grew most; numbers outside are taken as the nearer end, what
    /// is not a number as 0.
    /// </param>
    public Rgb ColorOf(double part)
    {
        if (part > 0) return Same.MixWith(Grown, Least + ((1 - Least) * part));
        return part < 0 ? Same.MixWith(Shrunk, Least - ((1 - Least) * part)) : Same;
    }
}
