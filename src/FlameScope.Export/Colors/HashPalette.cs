using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Any hue, by name.</summary>
internal sealed class HashPalette : Palette
{
    public override string Name => "hash";

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => HashColor.HueOf(name);
}
