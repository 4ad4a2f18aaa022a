using System.Globalization;

namespace FlameScope.Export;

/// <summary>Floating-point numbers as FlameScope prints them.</summary>
internal static class DoubleText
{
    public const int MaximumLength = 40;

    /// <summary>The shortest decimal that is this number, with a point in it: <c>980.0</c>.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Format(double value, Span<byte> text)
    {
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') >= 0) return length;
        ".0"u8.CopyTo(text[length..]);
        return length + 2;
    }
}
