using System.Buffers.Binary;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the usual text of an event, <c>{"type":"O","frame":3,"at":1.25}</c> with its members in any order and blanks anywhere. Everything else is left to
/// the reader of JSON: other members, escapes, exponents, numbers of very many digits, and what is no JSON.
/// </summary>
internal static class SpeedscopeEventText
{
    private const int MaximumDigits = 18;       // of a time
    private const int MaximumFrameDigits = 7;
    private const int WordLength = 8;           // bytes that are read at once

    // The first bytes of the members, as the words that they are in memory.
    private static readonly ulong FrameName = BinaryPrimitives.ReadUInt64LittleEndian("\"frame\"\0"u8);
    private static readonly ulong TypeName = BinaryPrimitives.ReadUInt64LittleEndian("\"type\"\0\0"u8);
    private static readonly uint TimeName = BinaryPrimitives.ReadUInt32LittleEndian("\"at\""u8);

    /// <summary>Reads an event.</summary>
    /// <param name="text">The text after the opening brace, and what follows.</param>
    /// <param name="value">Receives the event.</param>
    /// <param name="read">Receives the number of bytes up to and with the closing brace.</param>
    /// <returns><c>false</c> if the text is not plainly an event, or ends before it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out SpeedscopeEvent value, out int read)
    {
        value = default;
        read = 0;
        byte type = 0;
        int frame = -1;
        DecimalValue at = default;
        bool hasTime = false;
        int i = 0;
        while (true)
        {
            i = SkipBlanks(text, i);
            if (i + WordLength > text.Length) return false;
            ulong name = BinaryPrimitives.ReadUInt64LittleEndian(text[i..]);
            if ((uint)name == TimeName)
            {
                i = SkipColon(text, i + "\"at\"".Length);
                if (i < 0 || !TryReadTime(text, ref i, out at)) return false;
                hasTime = true;
            }
            else if ((name & 0x00FFFFFFFFFFFFFF) == FrameName)
            {
                i = SkipColon(text, i + "\"frame\"".Length);
                if (i < 0 || !TryReadFrame(text, ref i, out frame)) return false;
            }
            else if ((name & 0x0000FFFFFFFFFFFF) == TypeName)
            {
                i = SkipColon(text, i + "\"type\"".Length);
                if (i < 0 || i + 3 > text.Length || text[i] != '"' || text[i + 2] != '"') return false;
                type = text[i + 1];
                if (type is not ((byte)'O' or (byte)'C')) return false;
                i += 3;
            }
            else
            {
                return false;
            }

            i = SkipBlanks(text, i);
            if (i >= text.Length) return false;
            if (text[i] == ',')
            {
                i++;
                continue;
            }
            if (text[i] != '}' || !hasTime || frame < 0 || type == 0) return false;
            value = new SpeedscopeEvent(at, frame, type == 'C');
            read = i + 1;
            return true;
        }
    }

    private static int SkipBlanks(ReadOnlySpan<byte> text, int i)
    {
        while ((uint)i < (uint)text.Length && text[i] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') i++;
        return i;
    }

    // Returns -1 if there is no colon.
    private static int SkipColon(ReadOnlySpan<byte> text, int i)
    {
        i = SkipBlanks(text, i);
        return (uint)i < (uint)text.Length && text[i] == ':' ? SkipBlanks(text, i + 1) : -1;
    }

    private static bool TryReadFrame(ReadOnlySpan<byte> text, ref int i, out int frame)
    {
        frame = -1;
        if (i + WordLength > text.Length) return false;
        ulong word = BinaryPrimitives.ReadUInt64LittleEndian(text[i..]);
        int digits = DigitRun.Count(word);
        if (digits is 0 or > MaximumFrameDigits || ((byte)word == '0' && digits > 1)) return false;
        frame = (int)DigitRun.Parse(word, digits);
        i += digits;
        return true;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, ref int i, out DecimalValue value)
    {
        value = default;
        int at = i;
        bool isNegative = (uint)at < (uint)text.Length && text[at] == '-';
        if (isNegative) at++;
        int start = at;
        long digits = 0;
        int whole = ReadDigits(text, ref at, ref digits);
        if (whole == 0 || (whole > 1 && text[start] == '0')) return false;
        int fraction = 0;
        if ((uint)at < (uint)text.Length && text[at] == '.')
        {
            at++;
            fraction = ReadDigits(text, ref at, ref digits);
            if (fraction == 0) return false;
        }
        // What follows is a comma or a brace, or the text is refused.
        if (whole + fraction > MaximumDigits) return false;
        value = new DecimalValue(isNegative ? -digits : digits, -fraction);
        i = at;
        return true;
    }

    // Returns the number of digits. The value is wrong if there are more than 18.
    private static int ReadDigits(ReadOnlySpan<byte> text, ref int i, ref long value)
    {
        int start = i;
        while (i + WordLength <= text.Length)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(text[i..]);
            int count = DigitRun.Count(word);
            if (count == 0) break;
            value = unchecked((value * Power(count)) + DigitRun.Parse(word, count));
            i += count;
            if (count < WordLength) break;
        }
        return i - start;
    }

    private static long Power(int count) => count switch
    {
        1 => 10,
        2 => 100,
        3 => 1_000,
        4 => 10_000,
        5 => 100_000,
        6 => 1_000_000,
        7 => 10_000_000,
        _ => 100_000_000,
    };
}
