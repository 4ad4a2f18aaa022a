using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FlameScope.Heatmap;

/// <summary>A color of the sRGB color space with eight bits per channel.</summary>
/// <param name="R">The red channel.</param>
/// <param name="G">The green channel.</param>
/// <param name="B">The blue channel.</param>
public readonly record struct Rgb(byte R, byte G, byte B) : IParsable<Rgb>
{
    /// <summary>Parses the text that <see cref="ToHex"/> returns.</summary>
    /// <param name="s">A <c>#</c> and six hexadecimal digits, case-insensitive.</param>
    /// <returns>The color.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is not a color.</exception>
    public static Rgb Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out Rgb color) ? color : throw new FormatException("A color is a # and six hexadecimal digits, such as #FF5032.");
    }

    /// <summary>Parses a text, without the current culture.</summary>
    /// <param name="s">A <c>#</c> and six hexadecimal digits, case-insensitive.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <returns>The parsed value.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is not valid.</exception>
    public static Rgb Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Tries to parse the text that <see cref="ToHex"/> returns.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The color; black when the text is not a color.</param>
    /// <returns><c>true</c> when the text is a color.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, out Rgb result)
    {
        int rgb = 0;
        bool isColor = s?.Length == 7 && s[0] == '#'
            && int.TryParse(s.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out rgb);
        result = new Rgb((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        return isColor;
    }

    /// <summary>Tries to parse a text, without the current culture.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <param name="result">The color; black when the text is not a color.</param>
    /// <returns><c>true</c> when the text is valid.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Rgb result) => TryParse(s, out result);

    /// <summary>Returns the color in the notation of CSS, SVG and terminals, such as <c>#FF5032</c>.</summary>
    /// <returns>A <c>#</c> and six hexadecimal digits in upper case.</returns>
    public string ToHex() => string.Create(CultureInfo.InvariantCulture, $"#{R:X2}{G:X2}{B:X2}");

    /// <inheritdoc cref="ToHex"/>
    public override string ToString() => ToHex();

    /// <summary>Mixes this color with another: each channel is interpolated linearly and rounded to the nearest number, halves up.</summary>
    /// <param name="other">The color for 1.</param>
    /// <param name="part">
    /// The share of <paramref name="other"/>, from 0 to 1. Numbers outside this range are limited to it; NaN is treated as 0.
    /// </param>
    /// <returns>The mixed color.</returns>
    public Rgb MixWith(Rgb other, double part)
    {
        double t = part > 0 ? Math.Min(part, 1) : 0;
        return new Rgb(Mix(R, other.R, t), Mix(G, other.G, t), Mix(B, other.B, t));
    }

    private static byte Mix(byte from, byte to, double part) => (byte)Math.Floor(from + ((to - from) * part) + 0.5);
}
