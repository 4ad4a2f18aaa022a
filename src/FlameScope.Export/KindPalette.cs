using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Five families that differ in hue and in lightness, so that they can be told apart without red and green: kernel vermilion, user yellow, jit
/// green, inlined blue, unknown grey.
/// </summary>
internal sealed class KindPalette : Palette
{
    private static readonly Rgb Kernel = new(0xEE, 0x83, 0x54);
    private static readonly Rgb User = new(0xF6, 0xD0, 0x5C);
    private static readonly Rgb Jit = new(0x8F, 0xCB, 0x7D);
    private static readonly Rgb Inlined = new(0x74, 0xBF, 0xDB);
    private static readonly Rgb Unknown = new(0xC4, 0xC1, 0xBC);
    private static readonly Rgb Group = new(0xDD, 0xE1, 0xE8);

    public override string Name => "kind";

    public override IReadOnlyList<PaletteEntry> Legend { get; } =
        [new("kernel", Kernel), new("user", User), new("jit", Jit), new("inlined", Inlined), new("unknown", Unknown)];

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => Shade(
        kind switch
        {
            FrameKind.Kernel => Kernel,
            FrameKind.User => User,
            FrameKind.Jit => Jit,
            FrameKind.Inlined => Inlined,
            _ => Unknown,
        },
        (int)(NameHash.Of(name) % 33) - 16);

    public override Rgb ColorOfGroup(ReadOnlySpan<byte> name) => Group;

    private static Rgb Shade(Rgb color, int by) => new(Clamp(color.R + by), Clamp(color.G + by), Clamp(color.B + by));

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
