using System.Numerics;

namespace FlameScope.Parsing;

/// <summary>Reads up to seven digits of eight bytes of text at once. The lengths of numbers differ, so that a branch per digit would be mispredicted.</summary>
internal static class DigitRun
{
    private const ulong Zeros = 0x3030303030303030;
    private const ulong HighBits = 0x8080808080808080;
    private const ulong AboveNine = 0x7676767676767676;    // added to a byte, gives its high bit to all values above 9

    /// <summary>Returns the number of digits at the start of a text.</summary>
    /// <param name="text">Eight bytes, the first one least significant.</param>
    public static int Count(ulong text)
    {
        ulong digits = text ^ Zeros;
        // A carry only reaches bytes that follow the first one that is no digit.
        return BitOperations.TrailingZeroCount(((digits + AboveNine) | digits) & HighBits) >> 3;
    }

    /// <summary>Returns the value of the first digits of a text.</summary>
    /// <param name="text">Eight bytes, the first one least significant.</param>
    /// <param name="count">The number of digits, from 1 to 8.</param>
    public static long Parse(ulong text, int count)
    {
        // The digits move to the end, and zeros precede them. Pairs, fours and eights of digits are then added up.
        return AddUp((text ^ Zeros) << ((8 - count) << 3));
    }

    /// <summary>Reads an integer of which only the end is known.</summary>
    /// <param name="text">Eight bytes, the first one least significant.</param>
    /// <param name="count">The number of the last bytes that are the integer, from 1 to 8.</param>
    /// <param name="value">Receives the value.</param>
    /// <returns><c>false</c> if one of them is no digit, or the first of several is zero.</returns>
    public static bool TryParseEnd(ulong text, int count, out long value)
    {
        int shift = (8 - count) << 3;
        ulong digits = (text ^ Zeros) >> shift;
        bool hasLeadingZero = (byte)digits == 0 && count > 1;
        digits <<= shift;
        value = AddUp(digits);
        return (((digits + AboveNine) | digits) & HighBits) == 0 && !hasLeadingZero;
    }

    private static long AddUp(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        digits = (((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
        return (long)digits;
    }
}
