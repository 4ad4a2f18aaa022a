namespace FlameScope.Parsing;

/// <summary>
/// Recognizes the entries of a branch stack: <c>from/to/P/-/-/3/COND/-</c>, where source and target are addresses or symbols, each with its module if
/// that field is printed (<c>perf_sample__fprintf_brstack</c>, <c>…brstacksym</c> and <c>…brstackoff</c> of perf).
/// </summary>
internal static class PerfBranch
{
    /// <summary>Returns whether a text contains an entry.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text) => FindFlags(text) >= 0;

    /// <summary>Returns the position of the first entry in a text that starts with a symbol or a module, or -1.</summary>
    public static int FindStart(ReadOnlySpan<byte> text)
    {
        int flags = FindFlags(text);
        if (flags < 0) return -1;
        text = text[..flags];
        int address = FindAddress(text);
        if (address >= 0) return address;
        int module = EndOfModule(text);
        if (module >= 0) return module;
        // Without modules, nothing separates the symbol and that of the branch but the offset.
        int offset = text.IndexOf("+0x"u8);
        return offset < 0 ? text.IndexOf((byte)'/') : offset + 3 + PerfText.CountHexDigits(text[(offset + 3)..]);
    }

    // /P/-/-/3 or /MN/X/A/…: predicted or not, not taken, in a transaction, aborted, cycles
    private static int FindFlags(ReadOnlySpan<byte> text)
    {
        for (int start = 0; ;)
        {
            int slash = text[start..].IndexOf((byte)'/');
            if (slash < 0) return -1;
            slash += start;
            if (IsFlags(text[(slash + 1)..]) && text[..slash].Contains((byte)'/')) return slash;
            start = slash + 1;
        }
    }

    private static bool IsFlags(ReadOnlySpan<byte> text)
    {
        if (text.Length < 6 || text[0] is not ((byte)'P' or (byte)'M' or (byte)'-' or (byte)'N')) return false;
        if (text[1] == 'N') text = text[1..];
        return text.Length >= 5 && text[1] == '/' && text[2] is (byte)'X' or (byte)'-' && text[3] == '/' && text[4] is (byte)'A' or (byte)'-'
            && (text.Length == 5 || text[5] is (byte)'/' or (byte)' ');
    }

    // " 0x" and digits, then the target or the module of the source.
    private static int FindAddress(ReadOnlySpan<byte> text)
    {
        for (int start = 0; ;)
        {
            int position = text[start..].IndexOf(" 0x"u8);
            if (position < 0) return -1;
            position += start;
            ReadOnlySpan<byte> after = text[(position + 3)..];
            after = after[PerfText.CountHexDigits(after)..];
            if (after.StartsWith("/"u8) || after.StartsWith(" ("u8) || after.StartsWith("("u8)) return position;
            start = position + 3;
        }
    }

    // The end of the first parentheses after a blank that contain a path or a name in brackets, or that the next name follows immediately.
    private static int EndOfModule(ReadOnlySpan<byte> text)
    {
        for (int start = 0; ;)
        {
            int open = text[start..].IndexOf(" ("u8);
            if (open < 0) return -1;
            open += start + 1;
            int close = FindClose(text, open);
            if (close < 0) return -1;
            bool isModule = text[open + 1] is (byte)'/' or (byte)'['
                || (close + 1 < text.Length && text[close + 1] is not ((byte)' ' or (byte)':' or (byte)')' or (byte)'>' or (byte)'+' or (byte)'/'));
            if (isModule) return close + 1;
            start = close;
        }
    }

    private static int FindClose(ReadOnlySpan<byte> text, int open)
    {
        for (int i = open, depth = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0) return i;
        }
        return -1;
    }
}
