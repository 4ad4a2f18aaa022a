using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Colors from red to yellow by name. Green starts at 90, not at 0 as in FlameGraph, so that black labels remain readable.</summary>
internal sealed class HotPalette : Palette
{
    public override string Name => "hot";

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind)
    {
        uint hash = NameHash.Of(name);
        return new Rgb((byte)(208 + (hash % 48)), (byte)(90 + ((hash >> 8) % 116)), (byte)((hash >> 24) % 60));
    }
}

/// <summary>Colors from blue to green by name.</summary>
internal sealed class CoolPalette : Palette
{
    public override string Name => "cool";

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind)
    {
        uint hash = NameHash.Of(name);
        return new Rgb((byte)(90 + (hash % 70)), (byte)(165 + ((hash >> 8) % 70)), (byte)(190 + ((hash >> 24) % 60)));
    }
}

/// <summary>Colors of any hue by name.</summary>
internal sealed class HashPalette : Palette
{
    public override string Name => "hash";

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => HashColor.HueOf(name);
}
