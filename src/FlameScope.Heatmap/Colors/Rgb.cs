using System.Globalization;

namespace FlameScope.Heatmap;

/// <summary>A colour of the sRGB space.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>Reads what <see cref="ToHex"/> writes.</summary>
    /// <param name="hex">A <c>#</c> and six hexadecimal digits of either case.</param>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static Rgb Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return hex.Length == 7 && hex[0] == '#' && int.TryParse(hex.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rgb)
            ? new Rgb((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : throw new FormatException("A colour is written as # and six hexadecimal digits, such as #FF5032.");
    }

    /// <summary>The colour as CSS, SVG and terminals know it, such as <c>#FF5032</c>.</summary>
    public string ToHex() => string.Create(CultureInfo.InvariantCulture, $"#{R:X2}{G:X2}{B:X2}");

    /// <inheritdoc cref="ToHex"/>
    public override string ToString() => ToHex();

    /// <summary>The colour a part of the way to another, each channel on a straight line and rounded to the nearest, halves up.</summary>
    /// <param name="other">The colour at 1.</param>
    /// <param name="part">From 0, this colour, to 1; numbers outside, and what is not a number, are taken as the nearer end or 0.</param>
    public Rgb MixWith(Rgb other, double part)
    {
        double t = part > 0 ? Math.Min(part, 1) : 0;
        return new Rgb(Mix(R, other.R, t), Mix(G, other.G, t), Mix(B, other.B, t));
    }

    private static byte Mix(byte from, byte to, double part) => (byte)Math.Floor(from + ((to - from) * part) + 0.5);
}
