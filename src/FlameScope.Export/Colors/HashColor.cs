using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>Computes colors from names, with integers only, so that other programs can compute the same colors.</summary>
internal static class HashColor
{
    /// <summary>Returns a lighter or darker shade of a color: each channel plus <c>(hash % 33) - 16</c>, limited to 0 through 255.</summary>
    public static Rgb Of(Rgb color, ReadOnlySpan<byte> name)
    {
        int by = (int)(NameHash.Of(name) % 33) - 16;
        return new Rgb(Clamp(color.R + by), Clamp(color.G + by), Clamp(color.B + by));
    }

    /// <summary>
    /// Returns a light color of any hue: <c>hash % 1536</c> is a step on the circle red, yellow, green, cyan, blue, magenta with 256 steps each,
    /// and each channel <c>c</c> of that pure hue becomes <c>128 + c / 2</c>, rounded down.
    /// </summary>
    public static Rgb HueOf(ReadOnlySpan<byte> key)
    {
        int step = (int)(NameHash.Of(key) % 1536);
        int rising = step & 255, falling = 255 - rising;
        (int r, int g, int b) = (step >> 8) switch
        {
            0 => (255, rising, 0),
            1 => (falling, 255, 0),
            2 => (0, 255, rising),
            3 => (0, falling, 255),
            4 => (rising, 0, 255),
            _ => (255, 0, falling),
        };
        return new Rgb(Lighten(r), Lighten(g), Lighten(b));
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    private static byte Lighten(int channel) => (byte)(128 + (channel / 2));
}
