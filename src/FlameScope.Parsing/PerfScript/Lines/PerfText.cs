using System.Buffers.Text;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlameScope.Parsing;

/// <summary>Parses the tokens of the text of perf: blanks, numbers, ids.</summary>
/// <remarks>
/// Tokens are short: loops over them are as fast as searches with <c>SearchValues</c>, whose compilation at run time takes milliseconds.
/// </remarks>
internal static class PerfText
{
    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    public static bool IsLetter(byte b) => (uint)((b | 0x20) - 'a') < 26;

    public static bool IsHexDigit(byte b) => IsDigit(b) || (uint)((b | 0x20) - 'a') <= 5;

    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && IsBlank(text[start])) start++;
        return text[start..];
    }

    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        while (end > 0 && (IsBlank(text[end - 1]) || text[end - 1] == '\r')) end--;
        return text[..end];
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = TrimEnd(text);
        int start = 0;
        while (start < text.Length && (IsBlank(text[start]) || text[start] == '\r')) start++;
        return text[start..];
    }

    public static bool IsAllDigits(ReadOnlySpan<byte> text) => !text.IsEmpty && IsAllOf(text, "0123456789"u8);

    public static bool IsAllHex(ReadOnlySpan<byte> text) => !text.IsEmpty && CountHexDigits(text) == text.Length;

    /// <summary>Returns the number of hexadecimal digits at the start of a text.</summary>
    public static int CountHexDigits(ReadOnlySpan<byte> text)
    {
        int count = 0;
        for (; text.Length - count >= Vector128<byte>.Count; count += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.Create(text[count..]);
            Vector128<byte> isDigit = Vector128.LessThanOrEqual(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
            Vector128<byte> letters = (bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
            Vector128<byte> isLetter = Vector128.LessThanOrEqual(letters, Vector128.Create((byte)5));
            uint others = ~(isDigit | isLetter).ExtractMostSignificantBits();
            if ((ushort)others != 0) return count + BitOperations.TrailingZeroCount(others);
        }
        while (count < text.Length && IsHexDigit(text[count])) count++;
        return count;
    }

    public static int CountHexDigitsAtEnd(ReadOnlySpan<byte> text)
    {
        int start = text.Length;
        while (start > 0 && IsHexDigit(text[start - 1])) start--;
        return text.Length - start;
    }

    /// <summary>Returns whether a text contains only letters that modify an event, as in <c>cpu-clock:pppH</c>, or is empty.</summary>
    public static bool IsAllModifiers(ReadOnlySpan<byte> text) => IsAllOf(text, "ukhHGpPSDIWebR"u8);

    /// <summary>Returns whether a text contains only letters that <c>-F +misc</c> prints.</summary>
    public static bool IsAllMisc(ReadOnlySpan<byte> text) => IsAllOf(text, "KUHGgMESpF"u8);

    private static bool IsAllOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> letters)
    {
        foreach (byte b in text)
        {
            if (letters.IndexOf(b) < 0) return false;
        }
        return true;
    }

    /// <summary>Returns the start of the last token of a text without trailing blanks.</summary>
    public static int StartOfLastToken(ReadOnlySpan<byte> text) => text.LastIndexOfAny((byte)' ', (byte)'\t') + 1;

    /// <summary>Returns the end of the first token of a text without leading blanks.</summary>
    public static int EndOfFirstToken(ReadOnlySpan<byte> text)
    {
        int blank = text.IndexOfAny((byte)' ', (byte)'\t');
        return blank < 0 ? text.Length : blank;
    }

    /// <summary>Returns the first colon at or after <paramref name="start"/> that a blank or the end of the text follows, or -1.</summary>
    public static int IndexOfColonBeforeBlank(ReadOnlySpan<byte> text, int start)
    {
        while (true)
        {
            int colon = text[start..].IndexOf((byte)':');
            if (colon < 0) return -1;
            colon += start;
            if (colon + 1 == text.Length || IsBlank(text[colon + 1])) return colon;
            start = colon + 1;
        }
    }

    /// <summary>Parses a process or thread id: digits that fit in 32 bits, or -1.</summary>
    public static bool TryParseId(ReadOnlySpan<byte> token, out int id)
    {
        if (token.SequenceEqual("-1"u8))
        {
            id = -1;
            return true;
        }
        id = 0;
        return IsAllDigits(token) && Utf8Parser.TryParse(token, out id, out _);
    }

    /// <summary>Parses a processor in brackets. perf prints an unknown one as <c>[-01]</c>, which becomes <c>null</c>.</summary>
    public static bool TryParseCpu(ReadOnlySpan<byte> token, out int? cpu)
    {
        cpu = null;
        if (token.Length < 3 || token[0] != '[' || token[^1] != ']') return false;
        ReadOnlySpan<byte> digits = token[1..^1];
        if (digits.SequenceEqual("-01"u8) || digits.SequenceEqual("-1"u8)) return true;
        if (!TryParseId(digits, out int value)) return false;
        cpu = value;
        return true;
    }
}
