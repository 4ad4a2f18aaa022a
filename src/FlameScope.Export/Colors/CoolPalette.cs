using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Blue to green by name.</summary>
internal sealed class CoolPalette : Palette
{
    public override string Name => "cool";

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind)
    {
        uint hash = NameHash.Of(name);
        return new Rgb((byte)(90 + (hash % 70)), (byte)(165 + ((hash >> 8) % 70)), (byte)(190 + ((hash >> 24) % 60)));
    }
}
