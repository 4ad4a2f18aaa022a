namespace FlameScope.Parsing;

/// <summary>Reads and writes hexadecimal numbers.</summary>
internal static class HexNumber
{
    /// <summary>Reads the number at the start of a text.</summary>
    /// <param name="text">The text. Receives what follows the number.</param>
    /// <param name="value">Receives the number.</param>
    /// <param name="length">Receives the number of characters, which may include <c>0x</c>.</param>
    /// <returns><c>false</c> if there is no number, or it has more than 64 bits.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> text, out ulong value, out int length)
    {
        value = 0;
        int start = text.StartsWith("0x"u8) ? 2 : 0;
        int at = start;
        for (; at < text.Length; at++)
        {
            int digit = DigitOf(text[at]);
            if (digit < 0) break;
            if (value >> 60 != 0)
            {
                length = 0;
                return false;
            }
            value = (value << 4) | (uint)digit;
        }
        length = at;
        text = text[at..];
        return at > start;
    }

    /// <summary>Returns the digits of bytes, in lower case.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        Span<char> digits = stackalloc char[128];
        bytes = bytes[..Math.Min(bytes.Length, digits.Length / 2)];
        for (int i = 0; i < bytes.Length; i++)
        {
            digits[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
            digits[(2 * i) + 1] = "0123456789abcdef"[bytes[i] & 15];
        }
        return new string(digits[..(2 * bytes.Length)]);
    }

    private static int DigitOf(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
