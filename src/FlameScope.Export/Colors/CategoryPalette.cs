using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// A palette of a few color families that have a meaning. Names within a family differ in lightness, so that adjacent frames are distinguishable.
/// </summary>
/// <remarks>
/// The shade is <c>(hash % 33) - 16</c>, added to each channel and limited to 0 through 255, where the hash is <see cref="NameHash"/> of the
/// frame's name.
/// </remarks>
internal abstract class CategoryPalette : Palette
{
    // The built-in palettes share these families: the same kind of code has the same color in all of them.
    protected static readonly PaletteEntry Kernel = new("kernel", new Rgb(0xEE, 0x83, 0x54));
    protected static readonly PaletteEntry User = new("user", new Rgb(0xF6, 0xD0, 0x5C));
    protected static readonly PaletteEntry Jit = new("jit", new Rgb(0x8F, 0xCB, 0x7D));
    protected static readonly PaletteEntry Inlined = new("inlined", new Rgb(0x74, 0xBF, 0xDB));
    protected static readonly PaletteEntry Interpreted = new("interpreted", new Rgb(0xB5, 0xA6, 0xE8));
    protected static readonly PaletteEntry Idle = new("idle", new Rgb(0xEE, 0xF1, 0xF6));
    protected static readonly PaletteEntry Other = new("other", new Rgb(0xE8, 0xC9, 0xA8));
    protected static readonly PaletteEntry Unknown = new("unknown", new Rgb(0xC4, 0xC1, 0xBC));
    protected static readonly Rgb Library = new(0xC9, 0xDD, 0x82);
    protected static readonly Rgb Runtime = new(0xE3, 0xA8, 0xC4);
    protected static readonly Rgb Group = new(0xDD, 0xE1, 0xE8);

    private readonly PaletteEntry[] _families;

    protected CategoryPalette(string name, params PaletteEntry[] families)
    {
        Name = name;
        _families = families;
    }

    public sealed override string Name { get; }

    public sealed override IReadOnlyList<PaletteEntry> Legend => _families;

    public sealed override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => ColorOf(name, kind, default);

    public sealed override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) =>
        HashColor.Of(FamilyOf(name, kind, module).Color, name);

    public sealed override Rgb ColorOfGroup(ReadOnlySpan<byte> name) => Group;

    protected abstract PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module);
}
