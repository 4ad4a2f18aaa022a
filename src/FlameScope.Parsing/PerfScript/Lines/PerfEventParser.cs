using System.Buffers.Text;

namespace FlameScope.Parsing;

/// <summary>
/// Takes the first line of a sample apart, from the right: the comm is whatever is left when everything else has been found.
/// </summary>
internal static partial class PerfEventParser
{
    // A comm has 15 bytes at most (TASK_COMM_LEN). Asked for only where little else tells a sample from prose.
    private const int MaximumCommLength = 15;

    /// <summary>
    /// A line with a time: digits, a point, digits and a colon, with an id or a processor before them. The first such time counts, since
    /// what follows may hold anything.
    /// </summary>
    public static bool TryParseTimed(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!EndsInTime(line[..colon], out int start, out int point)) continue;
            if (!TryParseTask(line[..start], out Task task)) continue;
            result = Create(task, line, start, point, colon);
            return true;
        }
        return false;
    }

    /// <summary>Whether a line that starts as the header's do is a sample of a thread whose name starts with <c>#</c>.</summary>
    public static bool IsSampleOfHash(ReadOnlySpan<byte> line) =>
        TryParseTimed(line, out PerfEventLine result) && result.Comm.Length <= MaximumCommLength;

    /// <summary>
    /// A line with a time but with neither an id nor a processor (<c>-F comm,time,event</c>). Here the rest must look like an event's, and the
    /// time like perf's.
    /// </summary>
    public static bool TryParseTimedWithoutIds(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!EndsInTime(line[..colon], out int start, out int point) || colon - point - 1 is not (6 or 9)) continue;
            var task = new Task { Comm = WithoutGuest(PerfText.TrimStart(WithoutTimeOfDay(PerfText.TrimEnd(line[..start])))) };
            if (task.Comm.Length > MaximumCommLength) return false;
            result = Create(task, line, start, point, colon);
            return result.IsRecord || result.Tail.IsEmpty || !result.Name.IsEmpty || result.TryGetFrame(out _);
        }
        return false;
    }

    /// <summary>
    /// A line without a time (<c>-F comm,tid,event</c>). What follows the event's name must be nothing or a frame, unless the name is a
    /// tracepoint's; without a name there must be a frame, in the columns where perf prints one.
    /// </summary>
    public static bool TryParseUntimed(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        if (TryParseUntimedRecord(line, out result)) return true;
        line = PerfText.TrimStart(line); // once: below it would be done for every colon
        for (int colon = -1; (colon = PerfText.IndexOfColonBeforeBlank(line, colon + 1)) >= 0;)
        {
            if (!TrySplitName(line[..colon], out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> name)) continue;
            ReadOnlySpan<byte> period = TakePeriod(ref head);
            bool hasIds = TryParseTask(head, out Task task);
            if (!hasIds) task.Comm = PerfText.Trim(head);
            if (task.Comm.Length > MaximumCommLength) continue;
            result = CreateUntimed(task, period, name, line[(colon + 1)..]);
            bool isFrame = result.TryGetFrame(out PerfFrameLine frame);
            if (hasIds ? result.Tail.IsEmpty || isFrame || name.IndexOf((byte)':') > 0 : isFrame && result.IsInAddressColumn(frame)) return true;
        }
        return TryParseUnnamedFrame(line, out result);
    }

    /// <summary>
    /// A line of nothing but a comm and an id (<c>-F comm,tid,ip,sym</c>), a comm and an event, or an event. Only what follows can tell that it starts a
    /// sample.
    /// </summary>
    public static bool TryParseBare(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        ReadOnlySpan<byte> left = line;
        ReadOnlySpan<byte> period = TakePeriod(ref left);
        if (!TryParseTask(left, out Task task) && line[^1] == ':')
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

    private static PerfEventLine CreateUntimed(Task task, ReadOnlySpan<byte> period, ReadOnlySpan<byte> name, ReadOnlySpan<byte> tail) => new()
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

    // comm, ids, and an address that ends 18 columns behind them or more: two blanks and the 16 columns of "%16lx", and the ids may be padded.
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
                if (TryParseTask(head, out Task task) && task.Comm.Length <= MaximumCommLength)
                {
                    result = CreateUntimed(task, period, default, line[end..]);
                    return true;
                }
            }
            end += line.Length - end - PerfText.TrimStart(line[end..]).Length;
        }
        return false;
    }

    // A period of many digits reaches the column of an address. It has nothing behind it, or the address.
    private static bool IsPeriod(ReadOnlySpan<byte> token, ReadOnlySpan<byte> behind)
    {
        if (!PerfText.IsAllDigits(token)) return false;
        ReadOnlySpan<byte> next = PerfText.TrimStart(behind);
        int column = behind.Length - next.Length;
        next = next[..PerfText.EndOfFirstToken(next)];
        return next.IsEmpty || (column + next.Length >= 18 && PerfText.IsAllHex(next));
    }

    private static bool TryParseUntimedRecord(ReadOnlySpan<byte> line, out PerfEventLine result)
    {
        result = default;
        int start = line.IndexOf("PERF_RECORD_"u8);
        if (start < 0 || !TryParseTask(line[..start], out Task task)) return false;
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

    private static PerfEventLine Create(Task task, ReadOnlySpan<byte> line, int start, int point, int colon)
    {
        bool fits = TryParseTime(line[start..point], line[(point + 1)..colon], out long time);
        Rest rest = ParseRest(line[(colon + 1)..]);
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

    // Whether the text ends in a blank or its start, digits, a point and one to nine digits.
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
        // Long.MaxValue itself is no time: a half-open range could not hold it.
        if (!Utf8Parser.TryParse(seconds, out long whole, out int length) || length != seconds.Length || whole >= long.MaxValue / 1_000_000_000) return false;
        long nanoseconds = 0;
        for (int i = 0; i < 9; i++) nanoseconds = (nanoseconds * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        time = (whole * 1_000_000_000) + nanoseconds;
        return true;
    }
}
