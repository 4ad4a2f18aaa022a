using System.Buffers.Text;

namespace FlameScope.Parsing;

/// <summary>
/// Parses the first line of a sample, from the right: the name of the thread is the remainder when all other fields have been found.
/// </summary>
internal static class PerfEventParser
{
    // The name of a thread has at most 15 bytes (TASK_COMM_LEN). It is checked only where little else distinguishes a sample from prose.
    private const int MaximumCommLength = 15;

    /// <summary>
    /// Parses a line with a time: digits, a point, digits and a colon, after an id or a processor. The first such time is taken, since the text
    /// after it may contain anything.
    /// </summary>
    public static bool TryParseTimed(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!EndsInTime(line[..colon], out int start, out int point)) continue;
            if (!TryParseTask(line[..start], out TaskFields task)) continue;
            result = Create(task, line, start, point, colon);
            return true;
        }
        return false;
    }

    /// <summary>Returns whether a line that starts like a header line is a sample of a thread whose name starts with <c>#</c>.</summary>
    public static bool IsSampleOfHash(ReadOnlySpan<byte> line) =>
        TryParseTimed(line, out PerfEventLine result) && result.Comm.Length <= MaximumCommLength;

    /// <summary>
    /// Parses a line with a time but without an id and a processor (<c>-F comm,time,event</c>). The time must have the form that perf prints, and
    /// an event must follow.
    /// </summary>
    public static bool TryParseTimedWithoutIds(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!EndsInTime(line[..colon], out int start, out int point) || colon - point - 1 is not (6 or 9)) continue;
            var task = new TaskFields { Comm = WithoutGuest(PerfText.TrimStart(WithoutTimeOfDay(PerfText.TrimEnd(line[..start])))) };
            if (task.Comm.Length > MaximumCommLength) return false;
            result = Create(task, line, start, point, colon);
            return result.IsRecord || result.Tail.IsEmpty || !result.Name.IsEmpty || result.TryGetFrame(out _);
        }
        return false;
    }

    /// <summary>
    /// Parses a line without a time (<c>-F comm,tid,event</c>). After the name of the event there must be nothing or a frame, unless it is a
    /// tracepoint; without a name there must be a frame in the column where perf prints one.
    /// </summary>
    public static bool TryParseUntimed(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        if (TryParseUntimedRecord(line, out result)) return true;
        line = PerfText.TrimStart(line); // once, not for every colon
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!TrySplitName(line[..colon], out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> name)) continue;
            ReadOnlySpan<byte> period = TakePeriod(ref head);
            bool hasIds = TryParseTask(head, out TaskFields task);
            if (!hasIds) task.Comm = PerfText.Trim(head);
            if (task.Comm.Length > MaximumCommLength) continue;
            result = CreateUntimed(task, period, name, line[(colon + 1)..]);
            bool isFrame = result.TryGetFrame(out PerfFrameLine frame);
            if (hasIds ? result.Tail.IsEmpty || isFrame || name.IndexOf((byte)':') > 0 : isFrame && result.IsInAddressColumn(frame)) return true;
        }
        return TryParseUnnamedFrame(line, out result);
    }

    /// <summary>
    /// Parses a line that contains only a thread name and an id (<c>-F comm,tid,ip,sym</c>), a thread name and an event, or an event. Only the next
    /// line decides whether it starts a sample.
    /// </summary>
    public static bool TryParseBare(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        ReadOnlySpan<byte> rest = line;
        ReadOnlySpan<byte> period = TakePeriod(ref rest);
        if (!TryParseTask(rest, out TaskFields task) && line[^1] == ':')
        {
            TrySplitName(line[..^1], out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> name);
            result = new PerfEventLine { Comm = PerfText.Trim(head), Name = name };
        }
        else
        {
            result = new PerfEventLine { Comm = task.Comm, Pid = task.Pid, Tid = task.Tid, Cpu = task.Cpu, Period = period };
            if (task is { Tid: null, Cpu: null }) return false;
        }
        return result.Comm.Length <= MaximumCommLength;
    }

    private static PerfEventLine CreateUntimed(TaskFields task, ReadOnlySpan<byte> period, ReadOnlySpan<byte> name, ReadOnlySpan<byte> tail) => new()
    {
        Comm = task.Comm,
        Pid = task.Pid,
        Tid = task.Tid,
        Cpu = task.Cpu,
        Period = period,
        Name = name,
        Tail = PerfText.TrimStart(tail),
        TailIndent = tail.Length - PerfText.TrimStart(tail).Length,
    };

    // Thread name, ids, and an address that ends at least 18 columns after them: two blanks and the 16 columns of "%16lx". The ids may be
    // padded.
    private static bool TryParseUnnamedFrame(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        for (int end = line.IndexOfAnyExcept((byte)' '); end >= 0 && end < line.Length;)
        {
            end += PerfText.EndOfFirstToken(line[end..]);
            ReadOnlySpan<byte> address = PerfText.TrimStart(line[end..]);
            int column = line.Length - end - address.Length;
            address = address[..PerfText.EndOfFirstToken(address)];
            bool isInColumn = column + address.Length >= 18 && address.Length <= 16;
            if (isInColumn && PerfText.IsAllHex(address) && !IsPeriod(address, line[(end + column + address.Length)..]))
            {
                ReadOnlySpan<byte> head = line[..end];
                ReadOnlySpan<byte> period = TakePeriod(ref head);
                if (TryParseTask(head, out TaskFields task) && task.Comm.Length <= MaximumCommLength)
                {
                    result = CreateUntimed(task, period, default, line[end..]);
                    return true;
                }
            }
            end += line.Length - end - PerfText.TrimStart(line[end..]).Length;
        }
        return false;
    }

    // A period of many digits reaches the column of an address. Nothing or the address follows it.
    private static bool IsPeriod(ReadOnlySpan<byte> token, ReadOnlySpan<byte> after)
    {
        if (!PerfText.IsAllDigits(token)) return false;
        ReadOnlySpan<byte> next = PerfText.TrimStart(after);
        int column = after.Length - next.Length;
        next = next[..PerfText.EndOfFirstToken(next)];
        return next.IsEmpty || (column + next.Length >= 18 && PerfText.IsAllHex(next));
    }

    private static bool TryParseUntimedRecord(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        int start = line.IndexOf("PERF_RECORD_"u8);
        if (start < 0 || !TryParseTask(line[..start], out TaskFields task)) return false;
        int end = EndOfRecordName(line[start..]) + start;
        result = new PerfEventLine
        {
            Comm = task.Comm,
            Pid = task.Pid,
            Tid = task.Tid,
            Cpu = task.Cpu,
            IsRecord = true,
            Name = line[start..end],
            Tail = PerfText.Trim(line[end..]),
        };
        return true;
    }

    private static PerfEventLine Create(TaskFields task, ReadOnlySpan<byte> line, int start, int point, int colon)
    {
        bool fits = TryParseTime(line[start..point], line[(point + 1)..colon], out long time);
        EventFields rest = ParseEvent(line[(colon + 1)..]);
        return new PerfEventLine
        {
            Comm = task.Comm,
            Pid = task.Pid,
            Tid = task.Tid,
            Cpu = task.Cpu,
            Time = fits ? time : null,
            IsTimeOutOfRange = !fits,
            Period = rest.Period,
            Name = rest.Name,
            IsRecord = rest.IsRecord,
            Tail = rest.Tail,
            TailIndent = rest.TailIndent,
        };
    }

    // Whether the last word of the text is digits, a point and one to nine digits.
    private static bool EndsInTime(ReadOnlySpan<byte> text, out int start, out int point)
    {
        start = PerfText.StartOfLastToken(text);
        point = start + text[start..].IndexOf((byte)'.');
        return point > start && text.Length - point - 1 is >= 1 and <= 9
            && PerfText.IsAllDigits(text[start..point]) && PerfText.IsAllDigits(text[(point + 1)..]);
    }

    private static bool TryParseTime(ReadOnlySpan<byte> seconds, ReadOnlySpan<byte> fraction, out long time)
    {
        time = 0;
        // long.MaxValue itself is not a valid time: a half-open range could not contain it.
        if (!Utf8Parser.TryParse(seconds, out long whole, out int length) || length != seconds.Length) return false;
        if (whole >= long.MaxValue / 1_000_000_000) return false;
        long nanoseconds = 0;
        for (int i = 0; i < 9; i++) nanoseconds = (nanoseconds * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        time = (whole * 1_000_000_000) + nanoseconds;
        return true;
    }

    /// <summary>The fields before the time: the thread and the processor.</summary>
    private ref struct TaskFields
    {
        public ReadOnlySpan<byte> Comm;
        public int? Pid;
        public int? Tid;
        public int? Cpu;
    }

    // From the right: date and time of day, misc flags, processor, ids. A processor or an id is required.
    private static bool TryParseTask(ReadOnlySpan<byte> text, out TaskFields task)
    {
        task = default;
        text = WithoutTimeOfDay(PerfText.TrimEnd(text));
        text = WithoutMisc(text);

        int start = PerfText.StartOfLastToken(text);
        bool hasCpu = PerfText.TryParseCpu(text[start..], out int? cpu);
        if (hasCpu)
        {
            task.Cpu = cpu;
            text = PerfText.TrimEnd(text[..start]);
            start = PerfText.StartOfLastToken(text);
        }
        bool hasIds = TryParseIds(text[start..], out task.Pid, out task.Tid);
        if (!hasIds && !hasCpu) return false;
        task.Comm = WithoutGuest(PerfText.Trim(hasIds ? text[..start] : text));
        return true;
    }

    private static bool TryParseIds(ReadOnlySpan<byte> token, out int? pid, out int? tid)
    {
        pid = tid = null;
        int slash = token.IndexOf((byte)'/');
        int process = 0;
        if (slash >= 0 && !PerfText.TryParseId(token[..slash], out process)) return false;
        if (!PerfText.TryParseId(token[(slash + 1)..], out int thread)) return false;
        if (slash >= 0) pid = process;
        tid = thread;
        return true;
    }

    // 2026-11-22 06:36:48.123456, from -F +tod
    private static ReadOnlySpan<byte> WithoutTimeOfDay(ReadOnlySpan<byte> text)
    {
        int start = PerfText.StartOfLastToken(text);
        ReadOnlySpan<byte> time = text[start..];
        if (time.Length < 8 || time[2] != ':' || time[5] != ':' || !PerfText.IsDigit(time[0]) || !PerfText.IsDigit(time[7])) return text;
        ReadOnlySpan<byte> before = PerfText.TrimEnd(text[..start]);
        ReadOnlySpan<byte> date = before[PerfText.StartOfLastToken(before)..];
        bool isDate = date.Length == 10 && date[4] == '-' && date[7] == '-' && PerfText.IsDigit(date[0]) && PerfText.IsDigit(date[9]);
        return isDate ? PerfText.TrimEnd(before[..^date.Length]) : before;
    }

    // K, U, H, G, g, M, E, S, Sp, from -F +misc. The letters follow an id or a processor, in contrast to a thread name of such
    // letters.
    private static ReadOnlySpan<byte> WithoutMisc(ReadOnlySpan<byte> text)
    {
        int start = PerfText.StartOfLastToken(text);
        ReadOnlySpan<byte> token = text[start..];
        if (token.IsEmpty || token.Length > 6 || !PerfText.IsAllMisc(token)) return text;
        ReadOnlySpan<byte> before = PerfText.TrimEnd(text[..start]);
        ReadOnlySpan<byte> last = before[PerfText.StartOfLastToken(before)..];
        return PerfText.TryParseCpu(last, out _) || TryParseIds(last, out _, out _) ? before : text;
    }

    // VM:1234 VCPU:001 before the thread name, for samples of a guest. perf pads the numbers with blanks.
    private static ReadOnlySpan<byte> WithoutGuest(ReadOnlySpan<byte> comm)
    {
        if (!comm.StartsWith("VM:"u8)) return comm;
        ReadOnlySpan<byte> rest = AfterNumber(comm[3..]);
        if (rest.StartsWith("VCPU:"u8)) rest = AfterNumber(rest[5..]);
        return rest;

        static ReadOnlySpan<byte> AfterNumber(ReadOnlySpan<byte> text)
        {
            text = PerfText.TrimStart(text);
            return PerfText.TrimStart(text[PerfText.EndOfFirstToken(text)..]);
        }
    }

    /// <summary>The fields after the time: period, event and tail.</summary>
    private ref struct EventFields
    {
        public ReadOnlySpan<byte> Period;
        public ReadOnlySpan<byte> Name;
        public bool IsRecord;
        public ReadOnlySpan<byte> Tail;
        public int TailIndent;
    }

    private static EventFields ParseEvent(ReadOnlySpan<byte> text)
    {
        int indent = text.Length - PerfText.TrimStart(text).Length;
        text = text[indent..];
        if (text.StartsWith("PERF_RECORD_"u8))
        {
            int end = EndOfRecordName(text);
            return new EventFields { IsRecord = true, Name = text[..end], Tail = PerfText.Trim(text[end..]) };
        }
        int colon = PerfText.IndexOfColonBeforeBlank(text, 0);
        if (colon < 0) return ParseUnnamed(text, indent);

        ReadOnlySpan<byte> head = text[..colon];
        int first = PerfText.EndOfFirstToken(head);
        bool hasPeriod = first < head.Length && PerfText.IsAllDigits(head[..first]);
        ReadOnlySpan<byte> name = PerfText.Trim(hasPeriod ? head[first..] : head);

        // Only the name "raw 0x1a8" contains a blank. Any other colon after a blank is part of a symbol, and the event has no name.
        bool isName = !name.ContainsAny((byte)' ', (byte)'\t') || name.StartsWith("raw 0x"u8);
        if (!isName && PerfFrameLine.TryParse(text, out _)) return ParseUnnamed(text, indent);

        ReadOnlySpan<byte> tail = text[(colon + 1)..];
        int tailIndent = tail.Length - PerfText.TrimStart(tail).Length;
        return new EventFields { Period = hasPeriod ? head[..first] : default, Name = name, Tail = tail[tailIndent..], TailIndent = tailIndent };
    }

    // [period] [frame]: a number without an address, or at some distance from one, is a period.
    private static EventFields ParseUnnamed(ReadOnlySpan<byte> text, int indent)
    {
        int end = PerfText.EndOfFirstToken(text);
        ReadOnlySpan<byte> tail = PerfText.TrimStart(text[end..]);
        int tailIndent = text.Length - end - tail.Length;
        bool isPeriod = PerfText.IsAllDigits(text[..end])
            && (tail.IsEmpty || (tailIndent > 1 && PerfText.IsAllHex(tail[..PerfText.EndOfFirstToken(tail)])));
        return isPeriod
            ? new EventFields { Period = text[..end], Tail = tail, TailIndent = tailIndent }
            : new EventFields { Tail = text, TailIndent = indent };
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
    /// Takes the period of a line without a time, where it follows the ids. perf prints it in ten columns and an id in seven (five in old
    /// versions), which distinguishes the thread "Thread 2" with id 123 from the thread "Thread" with id 2 and a period of 123.
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
