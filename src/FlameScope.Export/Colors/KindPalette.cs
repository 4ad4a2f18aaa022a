using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// A palette of five families that differ in hue and in lightness, so that they are distinguishable without red and green: kernel vermilion, user
/// yellow, jit green, inlined blue, unknown gray. Four families of kinds that only some sources have are in the legend if a picture has them: interpreted
/// violet, runtime pink, idle white, other tan.
/// </summary>
internal sealed class KindPalette : CategoryPalette
{
    private readonly PaletteEntry[] _byKind;

    public KindPalette()
        : this("kind", [Unknown, Kernel, User, Jit, Inlined, Interpreted, new PaletteEntry("runtime", Runtime), Idle, Other])
    {
    }

    // The families in the order of the kinds.
    private KindPalette(string name, PaletteEntry[] byKind)
        : base(name, [byKind[1], byKind[2], byKind[3], byKind[4], byKind[0]]) => _byKind = byKind;

    /// <summary>
    /// The same families in colors that were designed for black text and any color vision deficiency: the "light" scheme of Paul Tol, Colour
    /// Schemes (SRON/EPS/TN/09-002).
    /// </summary>
    public static KindPalette Tol { get; } = new(
        "colorblind",
        [
            Unknown with { Color = new Rgb(0xDD, 0xDD, 0xDD) }, Kernel with { Color = new Rgb(0xEE, 0x88, 0x66) },
            User with { Color = new Rgb(0xEE, 0xDD, 0x88) }, Jit with { Color = new Rgb(0x44, 0xBB, 0x99) },
            Inlined with { Color = new Rgb(0x77, 0xAA, 0xDD) }, Interpreted with { Color = new Rgb(0xBB, 0xCC, 0x33) },
            new PaletteEntry("runtime", new Rgb(0xFF, 0xAA, 0xBB)), Idle with { Color = new Rgb(0x99, 0xDD, 0xFF) },
            Other with { Color = new Rgb(0xAA, 0xAA, 0x00) },
        ]);

    internal override IReadOnlyList<PaletteEntry> LegendOf(ReadOnlySpan<FrameKind> kinds)
    {
        var isUsed = new bool[_byKind.Length];
        foreach (FrameKind kind in kinds) isUsed[(int)kind] = true;
        var legend = new List<PaletteEntry>(Legend);
        for (int kind = (int)FrameKind.Interpreted; kind < isUsed.Length; kind++)
        {
            if (isUsed[kind]) legend.Add(_byKind[kind]);
        }
        return legend;
    }

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) =>
        _byKind[(int)kind < _byKind.Length ? (int)kind : 0];
}
