using System.Buffers.Text;

namespace FlameScope.Parsing;

/// <summary>
/// Parses the first line of a sample, from the right: the name of the thread is the remainder when all other fields have been found.
/// </summary>
internal static class PerfEventParser
{
    // The name of a thread has at most 15 bytes (TASK_COMM_LEN).
    private const int MaximumCommLength = 15;
    private const int MaximumProcessName = 256;

    private const int MicrosecondDigits = 6;
    private const int NanosecondDigits = 9;

    /// <summary>
    /// Parses a line with a time: digits, a point, six or nine digits and a colon, after an id or a processor. The first such time is taken, since the
    /// text after it may contain anything; but a time is not the name of an event, so that a thread name may contain one.
    /// </summary>
    /// <param name="line">The line, without blanks at its end.</param>
    /// <param name="hasIds">Indicates whether a number before the time may be an id; otherwise it is part of the thread name.</param>
    /// <param name="result">The fields of the line.</param>
    public static bool TryParseTimed(ReadOnlySpan<byte> line, bool hasIds, out PerfEventLine result)
    {
        result = default;
        bool isFound = false;
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!EndsInTime(line, colon, out int start, out int point)) continue;
            if (!TryParseTask(line[..start], hasIds, out TaskFields task)) continue;
            if (!IsComm(task.Comm) && !HasTab(line)) continue;
            PerfEventLine found = Create(task, line, start, point, colon);
            bool isSure = !EndsInTime(found.Name);
            if (isSure || !isFound) result = found;
            if (isSure) return true;
            isFound = true;
        }
        return isFound;
    }

    /// <inheritdoc cref="TryParseTimed(ReadOnlySpan{byte}, bool, out PerfEventLine)"/>
    public static bool TryParseTimed(ReadOnlySpan<byte> line, out PerfEventLine result) => TryParseTimed(line, hasIds: true, out result);

    /// <summary>Returns whether a line that starts like a header line is a sample of a thread whose name starts with <c>#</c>.</summary>
    public static bool IsSampleOfHash(ReadOnlySpan<byte> line) => TryParseTimed(line, out _);

    /// <summary>
    /// Parses a line with a time but without an id and a processor (<c>-F comm,time,event</c>). An event must follow the time.
    /// </summary>
    public static bool TryParseTimedWithoutIds(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!EndsInTime(line, colon, out int start, out int point)) continue;
            var task = new TaskFields { Comm = WithoutGuest(PerfText.TrimStart(WithoutTimeOfDay(PerfText.TrimEnd(line[..start])))) };
            if (!IsComm(task.Comm)) return false;
            result = Create(task, line, start, point, colon);
            return result.IsRecord || result.Tail.IsEmpty || !result.Name.IsEmpty || result.TryGetFrame(out _);
        }
        return false;
    }

    /// <summary>
    /// Parses a line with a time of day only (<c>-F tod</c> without <c>time</c>): <c>2026-11-28 16:20:45.902079</c>, then an event or a frame. The time
    /// is that since 1970 of a clock that shows the printed time.
    /// </summary>
    public static bool TryParseTimeOfDay(ReadOnlySpan<byte> line, bool hasIds, out PerfEventLine result)
    {
        result = default;
        if (!PerfTimeOfDay.TryFind(line, out int start, out int end, out long time)) return false;
        ReadOnlySpan<byte> head = PerfText.TrimEnd(line[..start]);
        bool hasTask = TryParseTask(head, hasIds, out TaskFields task);
        if (!hasTask) task = new TaskFields { Comm = WithoutGuest(PerfText.TrimStart(head)) };
        if (!IsComm(task.Comm)) return false;
        result = Create(task, time, isTimeOutOfRange: false, isTimeOfDay: true, ParseEvent(line[end..]));
        if (result.IsRecord || (result.Name.IsEmpty && result.Tail.IsEmpty)) return hasTask;
        bool hasFrame = result.TryGetFrame(out _);
        return hasFrame || (!result.Name.IsEmpty && IsEventName(result.Name) && (hasTask || result.Tail.IsEmpty));
    }

    /// <summary>
    /// Parses a line without a time (<c>-F comm,tid,event</c>). After the name of the event there must be nothing or a frame, unless it is a
    /// tracepoint; without a name there must be a frame in the column where perf prints one.
    /// </summary>
    public static bool TryParseUntimed(ReadOnlySpan<byte> line, bool hasIds, out PerfEventLine result)
    {
        if (TryParseUntimedRecord(line, out result)) return true;
        line = PerfText.TrimStart(line); // once, not for every colon
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!TrySplitName(line[..colon], out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> name)) continue;
            ReadOnlySpan<byte> period = TakePeriod(ref head);
            bool hasTask = TryParseTask(head, hasIds, out TaskFields task);
            if (!hasTask) task.Comm = PerfText.Trim(head);
            if (!IsComm(task.Comm)) continue;
            result = CreateUntimed(task, period, name, line[(colon + 1)..]);
            bool isFrame = result.TryGetFrame(out _, out bool isInColumn);
            if (hasTask ? result.Tail.IsEmpty || isFrame || name.IndexOf((byte)':') > 0 : isFrame && isInColumn) return true;
        }
        return TryParseUnnamedFrame(line, hasIds, out result);
    }

    /// <summary>
    /// Parses a line that contains only a thread name and an id (<c>-F comm,tid,ip,sym</c>), a thread name and an event, or an event. Only the next
    /// line decides whether it starts a sample.
    /// </summary>
    public static bool TryParseBare(ReadOnlySpan<byte> line, bool hasIds, out PerfEventLine result)
    {
        ReadOnlySpan<byte> rest = line;
        ReadOnlySpan<byte> period = TakePeriod(ref rest);
        if (!TryParseTask(rest, hasIds, out TaskFields task) && line[^1] == ':')
        {
            TrySplitName(line[..^1], out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> name);
            result = new PerfEventLine { Comm = PerfText.Trim(head), Name = name };
        }
        else
        {
            result = new PerfEventLine { Comm = task.Comm, Pid = task.Pid, Tid = task.Tid, Cpu = task.Cpu, Period = period };
            if (task is { Tid: null, Cpu: null }) return false;
        }
        return IsComm(result.Comm);
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
    private static bool TryParseUnnamedFrame(ReadOnlySpan<byte> line, bool hasIds, out PerfEventLine result)
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
                if (TryParseTask(head, hasIds, out TaskFields task) && IsComm(task.Comm))
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

    /// <summary>Parses a record without any field before its name.</summary>
    public static bool TryParseRecordAlone(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        bool isRecord = line.StartsWith("PERF_RECORD_"u8) || line.StartsWith("DEFERRED CALLCHAIN [cookie: "u8) || line.StartsWith("\tmetric: "u8);
        if (isRecord) result = Create(default, time: null, isTimeOutOfRange: false, isTimeOfDay: false, ParseRecord(line));
        return isRecord;
    }

    private static bool TryParseUntimedRecord(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        int start = IndexOfRecord(line);
        if (start < 0 || !TryParseTask(PerfText.TrimEnd(line[..start]), hasIds: true, out TaskFields task)) return false;
        result = Create(task, time: null, isTimeOutOfRange: false, isTimeOfDay: false, ParseRecord(line[start..]));
        return true;
    }

    private static int IndexOfRecord(ReadOnlySpan<byte> line)
    {
        int start = line.IndexOf("PERF_RECORD_"u8);
        if (start < 0) start = line.IndexOf("DEFERRED CALLCHAIN [cookie: "u8);
        return start < 0 ? line.IndexOf("\tmetric: "u8) : start;
    }

    private static PerfEventLine Create(TaskFields task, ReadOnlySpan<byte> line, int start, int point, int colon)
    {
        bool fits = TryParseTime(line[start..point], line[(point + 1)..colon], out long time);
        return Create(task, fits ? time : null, isTimeOutOfRange: !fits, isTimeOfDay: false, ParseEvent(line[(colon + 1)..]));
    }

    private static PerfEventLine Create(TaskFields task, long? time, bool isTimeOutOfRange, bool isTimeOfDay, EventFields rest) => new()
    {
        Comm = task.Comm,
        Pid = task.Pid,
        Tid = task.Tid,
        Cpu = task.Cpu,
        HasPaddedId = task.HasPaddedId,
        Time = time,
        IsTimeOutOfRange = isTimeOutOfRange,
        IsTimeOfDay = isTimeOfDay,
        Period = rest.Period,
        Name = rest.Name,
        IsRecord = rest.IsRecord,
        Tail = rest.Tail,
        TailIndent = rest.TailIndent,
    };

    // simpleperf separates the fields by tabs, and may print the name of a process as that of its first thread.
    private static bool HasTab(ReadOnlySpan<byte> line) => line[..Math.Min(line.Length, MaximumProcessName)].Contains((byte)'\t');

    private static bool IsComm(ReadOnlySpan<byte> comm) => comm.Length <= MaximumCommLength;

    // Whether the last word before a colon is digits, a point and six or nine digits. simpleperf of 2016 to 2018 prints the microseconds without their
    // leading zeros, and a tab after the colon.
    private static bool EndsInTime(ReadOnlySpan<byte> line, int colon, out int start, out int point)
    {
        ReadOnlySpan<byte> text = line[..colon];
        start = PerfText.StartOfLastToken(text);
        point = start + text[start..].IndexOf((byte)'.');
        if (point <= start) return false;
        int digits = colon - point - 1;
        bool isUnpadded = digits is >= 1 and < MicrosecondDigits && colon + 1 < line.Length && line[colon + 1] == '\t' && text.Contains((byte)'\t');
        return (digits is MicrosecondDigits or NanosecondDigits || isUnpadded)
            && PerfText.IsAllDigits(text[start..point]) && PerfText.IsAllDigits(text[(point + 1)..]);
    }

    private static bool EndsInTime(ReadOnlySpan<byte> text) => !text.IsEmpty && EndsInTime(text, text.Length, out _, out _);

    private static bool TryParseTime(ReadOnlySpan<byte> seconds, ReadOnlySpan<byte> fraction, out long time)
    {
        time = 0;
        // long.MaxValue itself is not a valid time: a half-open range could not contain it.
        if (!Utf8Parser.TryParse(seconds, out long whole, out int length) || length != seconds.Length) return false;
        if (whole >= long.MaxValue / 1_000_000_000) return false;
        long number = 0;
        foreach (byte digit in fraction) number = (number * 10) + (digit - '0');
        time = (whole * 1_000_000_000) + (fraction.Length == NanosecondDigits ? number : number * 1000);
        return true;
    }

    /// <summary>The fields before the time: the thread and the processor.</summary>
    private ref struct TaskFields
    {
        public ReadOnlySpan<byte> Comm;
        public int? Pid;
        public int? Tid;
        public int? Cpu;
        public bool HasPaddedId; // in a column, so that it is no part of the name
    }

    // From the right: date and time of day, misc flags, processor, ids. A processor or an id is required.
    private static bool TryParseTask(ReadOnlySpan<byte> text, bool hasIds, out TaskFields task)
    {
        task = default;
        text = WithoutTimeOfDay(PerfText.TrimEnd(text));
        text = WithoutMisc(text);

        int start = PerfText.StartOfLastToken(text);
        bool hasCpu = PerfText.TryParseCpu(text[start..], out task.Cpu);
        if (!hasCpu && hasIds && TryTakeLatencyCpu(text, out start, out task.Cpu)) hasCpu = true;
        if (hasCpu)
        {
            text = PerfText.TrimEnd(text[..start]);
            start = PerfText.StartOfLastToken(text);
        }
        bool isId = TryParseIds(text[start..], out task.Pid, out task.Tid);
        if (isId)
        {
            task.HasPaddedId = start > 1 && text[start - 1] == ' ' && text[start - 2] == ' ' && !PerfText.Trim(text[..start]).IsEmpty;
            if (!hasIds && !task.HasPaddedId)
            {
                isId = false;
                task.Pid = task.Tid = null;
            }
        }
        if (!isId && !hasCpu) return false;
        task.Comm = WithoutGuest(PerfText.Trim(isId ? text[..start] : text));
        return true;
    }

    // perf script -L prints the processor without brackets in three columns, after an id in seven (five in old versions) and a name in eight.
    private static bool TryTakeLatencyCpu(ReadOnlySpan<byte> text, out int start, out int? cpu)
    {
        const int NameColumns = 8, CpuColumns = 3, Separator = 1;
        cpu = null;
        start = PerfText.StartOfLastToken(text);
        ReadOnlySpan<byte> digits = text[start..];
        if (start == 0 || !PerfText.TryParseId(digits, out int number)) return false;
        ReadOnlySpan<byte> task = PerfText.TrimEnd(text[..start]);
        int ids = PerfText.StartOfLastToken(task);
        if (!TryParseIds(task[ids..], out _, out _)) return false;
        int slash = task[ids..].IndexOf((byte)'/');
        int columns = text.Length - task.Length - Separator;
        ReadOnlySpan<byte> comm = PerfText.TrimEnd(task[..ids]);
        if (slash >= 0)
        {
            // "%7d/%-7d" or "%5d/%-5d": the second id is padded on its right.
            int tid = task.Length - ids - slash - 1;
            int width = columns - CpuColumns + tid;
            if (width is not (5 or 7) && tid < 5) return false;
        }
        else if (columns != CpuColumns && (columns != CpuColumns + 1 || digits.Length != columns))
        {
            return false;
        }
        int end = slash >= 0 ? ids + slash : task.Length;
        int idColumns = end - comm.Length - Separator;
        if (PerfText.TrimStart(comm).Length > NameColumns || idColumns is not (>= 5 and <= NameColumns) || end == comm.Length) return false;
        if (number >= 0) cpu = number;
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
        if (time.SequenceEqual("disabled"u8)) return WithoutDisabledTime(text, start); // perf does not know the reference clock
        if (time.Length < 8 || time[2] != ':' || time[5] != ':' || !PerfText.IsDigit(time[0]) || !PerfText.IsDigit(time[7])) return text;
        ReadOnlySpan<byte> before = PerfText.TrimEnd(text[..start]);
        ReadOnlySpan<byte> date = before[PerfText.StartOfLastToken(before)..];
        bool isDate = date.Length == 10 && date[4] == '-' && date[7] == '-' && PerfText.IsDigit(date[0]) && PerfText.IsDigit(date[9]);
        return isDate ? PerfText.TrimEnd(before[..^date.Length]) : before;
    }

    private static ReadOnlySpan<byte> WithoutDisabledTime(ReadOnlySpan<byte> text, int start)
    {
        ReadOnlySpan<byte> before = PerfText.TrimEnd(text[..start]);
        ReadOnlySpan<byte> last = before[PerfText.StartOfLastToken(before)..];
        return PerfText.TryParseCpu(last, out _) || TryParseIds(last, out _, out _) ? before : text;
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
        bool isAfterTab = indent > 0 && text[indent - 1] == '\t';
        text = text[indent..];
        if (isAfterTab && text.StartsWith("metric: "u8)) return ParseRecord(text);
        if (text.StartsWith("PERF_RECORD_"u8) || text.StartsWith("DEFERRED CALLCHAIN [cookie: "u8)) return ParseRecord(text);
        int colon = PerfText.IndexOfColonBeforeBlank(text, 0);
        if (colon < 0) return ParseUnnamed(text, indent);

        ReadOnlySpan<byte> head = text[..colon];
        int first = PerfText.EndOfFirstToken(head);
        bool hasPeriod = first < head.Length && PerfText.IsAllDigits(head[..first]);
        ReadOnlySpan<byte> name = PerfText.Trim(hasPeriod ? head[first..] : head);

        // Any other colon after a blank is part of a symbol, and the event has no name.
        if (!IsEventName(name) && (PerfFrameLine.TryParse(text, out _) || PerfTail.TryFindFrame(text, indent, isTracepoint: false, out _, out _)))
        {
            return ParseUnnamed(text, indent);
        }

        ReadOnlySpan<byte> tail = text[(colon + 1)..];
        int tailIndent = tail.Length - PerfText.TrimStart(tail).Length;
        return new EventFields { Period = hasPeriod ? head[..first] : default, Name = name, Tail = tail[tailIndent..], TailIndent = tailIndent };
    }

    // Only the name "raw 0x1a8" contains a blank.
    private static bool IsEventName(ReadOnlySpan<byte> name) => !name.ContainsAny((byte)' ', (byte)'\t') || name.StartsWith("raw 0x"u8);

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

    // Records, the deferred part of a call chain, and a metric, which have the fields of a sample before them.
    private static EventFields ParseRecord(ReadOnlySpan<byte> text)
    {
        text = PerfText.TrimStart(text);
        int end = text.StartsWith(PerfEventLine.DeferredCallchain) ? PerfEventLine.DeferredCallchain.Length : EndOfRecordName(text);
        return new EventFields { IsRecord = true, Name = text[..end], Tail = PerfText.Trim(text[end..]) };
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
        if (!TryParseTask(before, hasIds: true, out _)) return default;
        int width = head.Length - before.Length - 1;
        ReadOnlySpan<byte> last = before[PerfText.StartOfLastToken(before)..];
        bool isIdColumn = width is 5 or 7 || (width == 6 && token.Length == 6); // six digits fill more than five columns
        if (isIdColumn && TryParseIds(last, out _, out _)) return default;
        head = before;
        return token;
    }
}
