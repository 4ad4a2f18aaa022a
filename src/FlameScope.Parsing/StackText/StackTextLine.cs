namespace FlameScope.Parsing;

/// <summary>Reads parts of lines.</summary>
internal static class StackTextLine
{
    private const int TabWidth = 8;

    /// <summary>Returns the line at the start of a text, without its end and the blanks before it, and moves over it.</summary>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line.TrimEnd("\r \t"u8);
    }

    /// <summary>Returns the column of the first character that is not a blank.</summary>
    public static int IndentOf(ReadOnlySpan<byte> line)
    {
        int column = 0;
        foreach (byte character in line)
        {
            if (character == ' ') column++;
            else if (character == '\t') column = (column / TabWidth * TabWidth) + TabWidth;
            else break;
        }
        return column;
    }

    /// <summary>Reads a number that is all of a text.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        return !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && DecimalNumber.TryScale(text, 0, out number);
    }

    /// <summary>Returns the text before an offset at its end: <c>+0x1f</c> or <c>+31</c>.</summary>
    public static ReadOnlySpan<byte> WithoutOffset(ReadOnlySpan<byte> text)
    {
        int plus = text.LastIndexOf((byte)'+');
        if (plus <= 0) return text;
        ReadOnlySpan<byte> offset = text[(plus + 1)..];
        return IsHex(offset) || TryReadNumber(offset, out _) ? text[..plus] : text;
    }

    /// <summary>Indicates whether a text is a hexadecimal number with the prefix <c>0x</c>.</summary>
    public static bool IsHex(ReadOnlySpan<byte> text) => text.StartsWith("0x"u8) && AreHexDigits(text[2..]);

    /// <summary>Indicates whether a text is of hexadecimal digits.</summary>
    public static bool AreHexDigits(ReadOnlySpan<byte> text)
    {
        foreach (byte character in text)
        {
            if (!char.IsAsciiHexDigit((char)character)) return false;
        }
        return !text.IsEmpty;
    }

    /// <summary>Reads a name followed by a number in brackets, such as <c>bash (9657)</c>.</summary>
    public static bool TryReadThread(ReadOnlySpan<byte> text, byte open, byte close, out ReadOnlySpan<byte> name, out long id)
    {
        name = default;
        id = 0;
        int start = text.LastIndexOf(open);
        if (start <= 0 || text[^1] != close || !TryReadNumber(text[(start + 1)..^1], out id)) return false;
        name = text[..start].Trim((byte)' ');
        return true;
    }
}
