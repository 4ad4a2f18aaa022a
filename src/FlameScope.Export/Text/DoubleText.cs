using System.Globalization;

namespace FlameScope.Export;

/// <summary>Formats floating-point numbers as FlameScope does.</summary>
internal static class DoubleText
{
    public const int MaximumLength = 40;

    /// <summary>Writes the shortest decimal that round-trips, with a decimal point: <c>980.0</c>.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Format(double value, Span<byte> text)
    {
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') >= 0) return length;
        ".0"u8.CopyTo(text[length..]);
        return length + 2;
    }
}
