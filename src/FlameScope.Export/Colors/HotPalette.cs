using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Red to yellow by name. Green starts at 90, not at 0 as in FlameGraph, so that black labels stay readable.</summary>
internal sealed class HotPalette : Palette
{
    public override string Name => "hot";

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind)
    {
        uint hash = NameHash.Of(name);
        return new Rgb((byte)(208 + (hash % 48)), (byte)(90 + ((hash >> 8) % 116)), (byte)((hash >> 24) % 60));
    }
}
