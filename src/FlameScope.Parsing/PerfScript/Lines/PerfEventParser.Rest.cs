namespace FlameScope.Parsing;

internal static partial class PerfEventParser
{
    /// <summary>What happened: the fields behind the time.</summary>
    private ref struct Rest
    {
        public ReadOnlySpan<byte> Period;
        public ReadOnlySpan<byte> Name;
        public bool IsRecord;
        public ReadOnlySpan<byte> Tail;
        public int TailIndent;
    }

    private static Rest ParseRest(ReadOnlySpan<byte> text)
    {
        int indent = text.Length - PerfText.TrimStart(text).Length;
        text = text[indent..];
        if (text.StartsWith("PERF_RECORD_"u8))
        {
            int end = EndOfRecordName(text);
            return new Rest { IsRecord = true, Name = text[..end], Tail = PerfText.Trim(text[end..]) };
        }
        int colon = PerfText.IndexOfColonBeforeBlank(text, 0);
        if (colon < 0) return ParseUnnamed(text, indent);

        ReadOnlySpan<byte> head = text[..colon];
        int first = PerfText.EndOfFirstToken(head);
        bool hasPeriod = first < head.Length && PerfText.IsAllDigits(head[..first]);
        ReadOnlySpan<byte> name = PerfText.Trim(hasPeriod ? head[first..] : head);

        // No event's name has a blank but "raw 0x1a8": a colon this far behind is part of a symbol, and the event is not named.
        bool isName = !name.ContainsAny((byte)' ', (byte)'\t') || name.StartsWith("raw 0x"u8);
        if (!isName && PerfFrameLine.TryParse(text, out _)) return ParseUnnamed(text, indent);

        ReadOnlySpan<byte> tail = text[(colon + 1)..];
        int tailIndent = tail.Length - PerfText.TrimStart(tail).Length;
        return new Rest { Period = hasPeriod ? head[..first] : default, Name = name, Tail = tail[tailIndent..], TailIndent = tailIndent };
    }

    // [period] [frame]: a number that stands alone, or well apart from an address, is a period.
    private static Rest ParseUnnamed(ReadOnlySpan<byte> text, int indent)
    {
        int end = PerfText.EndOfFirstToken(text);
        ReadOnlySpan<byte> tail = PerfText.TrimStart(text[end..]);
        int tailIndent = text.Length - end - tail.Length;
        bool isPeriod = PerfText.IsAllDigits(text[..end])
            && (tail.IsEmpty || (tailIndent > 1 && PerfText.IsAllHex(tail[..PerfText.EndOfFirstToken(tail)])));
        return isPeriod
            ? new Rest { Period = text[..end], Tail = tail, TailIndent = tailIndent }
            : new Rest { Tail = text, TailIndent = indent };
    }

    // PERF_RECORD_COMM: …, PERF_RECORD_EXIT(1:1):…, PERF_RECORD_LOST lost 144
    private static int EndOfRecordName(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny(" \t:("u8);
        return end < 0 ? text.Length : end;
    }

    // The last word before the colon is the name, or the last two of "raw 0x1a8".
    private static bool TrySplitName(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> name)
    {
        int start = PerfText.StartOfLastToken(text);
        if (text[start..].StartsWith("0x"u8) && text[..start].EndsWith(" raw "u8)) start -= "raw ".Length;
        head = PerfText.TrimEnd(text[..start]);
        name = text[start..];
        return !name.IsEmpty && !head.IsEmpty;
    }

    /// <summary>
    /// Where there is no time, a period stands right behind the ids. perf prints it in ten columns and an id in seven (five in old versions),
    /// which tells "Thread 2 123 cycles:" from "Thread 2 with a period of 123".
    /// </summary>
    private static ReadOnlySpan<byte> TakePeriod(scoped ref ReadOnlySpan<byte> head)
    {
        int start = PerfText.StartOfLastToken(head);
        ReadOnlySpan<byte> token = head[start..];
        ReadOnlySpan<byte> before = PerfText.TrimEnd(head[..start]);
        if (!PerfText.IsAllDigits(token) || before.IsEmpty) return default;
        if (!TryParseTask(before, out _)) return default;
        int width = head.Length - before.Length - 1;
        ReadOnlySpan<byte> last = before[PerfText.StartOfLastToken(before)..];
        bool isIdColumn = token.Length < width && width is 5 or 7 && TryParseIds(last, out _, out _);
        if (isIdColumn) return default;
        head = before;
        return token;
    }
}
