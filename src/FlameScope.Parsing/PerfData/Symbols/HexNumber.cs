namespace FlameScope.Parsing;

/// <summary>Reads hexadecimal numbers.</summary>
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

    private static int DigitOf(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
