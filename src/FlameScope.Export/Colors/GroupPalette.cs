using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>A palette with a hue per module or package and a shade per name.</summary>
internal sealed class GroupPalette(string name, GroupPalette.KeyOf keyOf) : Palette
{
    private static readonly Rgb None = new(0xC4, 0xC1, 0xBC);
    private static readonly Rgb Group = new(0xDD, 0xE1, 0xE8);

    /// <summary>Returns the module or package of a frame; empty when it is unknown.</summary>
    public delegate ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> name, FrameKind kind, bool isInlined, ReadOnlySpan<byte> module);

    public override string Name => name;

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => ColorOf(name, kind, default);

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module)
    {
        return ColorOf(keyOf(name, kind == FrameKind.Inlined ? FrameKind.Unknown : kind, kind == FrameKind.Inlined, module), name);
    }

    private static Rgb ColorOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name) => HashColor.Of(key.IsEmpty ? None : HashColor.HueOf(key), name);

    // The module and the package of an inlined function are those of the code that it was inlined into.
    internal override Rgb ColorOf(Profile profile, FrameId frame, ReadOnlySpan<byte> name)
    {
        Frame row = profile.Frames[frame];
        ReadOnlySpan<byte> key = keyOf(name, row.Kind, row.IsInlined, profile.Modules.GetUtf8(row.Module));
        return ColorOf(key, name);
    }

    public override Rgb ColorOfGroup(ReadOnlySpan<byte> name) => Group;
}
