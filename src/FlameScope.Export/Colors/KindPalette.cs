using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// A palette of five families that differ in hue and in lightness, so that they are distinguishable without red and green: kernel vermilion, user
/// yellow, jit green, inlined blue, unknown gray.
/// </summary>
internal sealed class KindPalette : CategoryPalette
{
    private readonly PaletteEntry[] _byKind;

    public KindPalette()
        : this("kind", Unknown.Color, Kernel.Color, User.Color, Jit.Color, Inlined.Color)
    {
    }

    private KindPalette(string name, Rgb unknown, Rgb kernel, Rgb user, Rgb jit, Rgb inlined)
        : this(
            name,
            [
                Unknown with { Color = unknown }, Kernel with { Color = kernel }, User with { Color = user }, Jit with { Color = jit },
                Inlined with { Color = inlined },
            ])
    {
    }

    private KindPalette(string name, PaletteEntry[] byKind)
        : base(name, [byKind[1], byKind[2], byKind[3], byKind[4], byKind[0]]) => _byKind = byKind;

    /// <summary>
    /// The same families in colors that were designed for black text and any color vision deficiency: the "light" scheme of Paul Tol, Colour
    /// Schemes (SRON/EPS/TN/09-002).
    /// </summary>
    public static KindPalette Tol { get; } = new(
        "colorblind",
        unknown: new Rgb(0xDD, 0xDD, 0xDD),
        kernel: new Rgb(0xEE, 0x88, 0x66),
        user: new Rgb(0xEE, 0xDD, 0x88),
        jit: new Rgb(0x44, 0xBB, 0x99),
        inlined: new Rgb(0x77, 0xAA, 0xDD));

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) =>
        _byKind[(int)kind < _byKind.Length ? (int)kind : 0];
}
