namespace FlameScope.Parsing;

/// <summary>
/// Recognizes the lines that <c>perf script -D</c> prints between the samples: the bytes of each record and its fields (<c>dump_event</c> and
/// <c>dump_sample</c> in <c>session.c</c> of perf).
/// </summary>
internal static class PerfRawDump
{
    private const int AddressLength = 4; // digits; more if the record is longer than 64 KiB

    public static bool IsDump(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        if (text.IsEmpty) return false;
        if (text[0] == '.') return IsDotted(text);
        if (text.StartsWith("0x"u8)) return IsStart(text);
        if (PerfText.IsDigit(text[0]) || text[0] == '-') return TryGetRecord(line, out _);
        return IsStatistics(text);
    }

    /// <summary>
    /// Indicates whether a line of a dump is the first of a record. A dump has one every few lines; its other lines, such as a dot alone, are in other
    /// inputs too.
    /// </summary>
    public static bool IsStartOfRecord(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        return TryGetRecord(line, out _) || (text.StartsWith("0x"u8) && IsStart(text));
    }

    /// <summary>Finds the record of a line <c>cpu time offset [size]: PERF_RECORD_…</c>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="record">The text from the name of the record on.</param>
    public static bool TryGetRecord(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> record)
    {
        record = default;
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        if (text.IsEmpty || !(PerfText.IsDigit(text[0]) || text[0] == '-')) return false;
        int start = text.IndexOf("]: PERF_RECORD_"u8);
        int size = start < 0 ? -1 : text[..start].LastIndexOf(" [0x"u8);
        if (size < 0 || text[..size].IndexOf(" 0x"u8) < 0) return false;
        record = text[(start + 3)..];
        return true;
    }

    // ".", ". ... raw event: size 64 bytes", ".  0000:  45 00", "... id: 214", ".....  0: ffffffff", " ...... dso: /bin/x"
    private static bool IsDotted(ReadOnlySpan<byte> text)
    {
        int dots = 0;
        while (dots < text.Length && text[dots] == '.') dots++;
        if (dots == text.Length) return dots == 1 || dots > 2;
        if (dots == 1) return IsDottedOnce(text[1..]);
        return text[dots] == ' ' && dots != 2 && !text.StartsWith("... not reaching sample"u8); // the end of a printed basic block
    }

    // " ... raw event: size 64 bytes" and "  0000:  45 00". A thread may have the name ".".
    private static bool IsDottedOnce(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(" ... "u8)) return true;
        ReadOnlySpan<byte> bytes = PerfText.TrimStart(text);
        int end = PerfText.EndOfFirstToken(bytes);
        return bytes.Length < text.Length && end > AddressLength && bytes[end - 1] == ':' && PerfText.IsAllHex(bytes[..(end - 1)]);
    }

    // 0x1a8@perf.data [0x40]: event: 69
    private static bool IsStart(ReadOnlySpan<byte> text) => text.IndexOf("]: event: "u8) > 0 || text.EndsWith("]: event: "u8);

    // "Aggregated stats:", "cycles stats:", "          SAMPLE events:       2000  (93.6%)"
    private static bool IsStatistics(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("Aggregated stats:"u8)) return true;
        int name = PerfText.EndOfFirstToken(text);
        return text[0] is >= (byte)'A' and <= (byte)'Z' && text[name..].StartsWith(" events: "u8);
    }
}
