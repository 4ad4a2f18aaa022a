namespace FlameScope.Parsing;

internal static partial class PerfEventParser
{
    /// <summary>Who was running: the fields before the time.</summary>
    private ref struct Task
    {
        public ReadOnlySpan<byte> Comm;
        public int? Pid;
        public int? Tid;
        public int? Cpu;
    }

    // From the right: date and time of day, misc flags, processor, ids. Of processor and ids one must be there.
    private static bool TryParseTask(ReadOnlySpan<byte> text, out Task task)
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

    // K, U, H, G, g, M, E, S, Sp, from -F +misc: the letters stand behind an id or a processor, which a comm of such letters does not.
    private static ReadOnlySpan<byte> WithoutMisc(ReadOnlySpan<byte> text)
    {
        int start = PerfText.StartOfLastToken(text);
        ReadOnlySpan<byte> token = text[start..];
        if (token.IsEmpty || token.Length > 6 || !PerfText.IsAllMisc(token)) return text;
        ReadOnlySpan<byte> before = PerfText.TrimEnd(text[..start]);
        ReadOnlySpan<byte> last = before[PerfText.StartOfLastToken(before)..];
        return PerfText.TryParseCpu(last, out _) || TryParseIds(last, out _, out _) ? before : text;
    }

    // VM:1234 VCPU:001 before the comm, for samples of a guest. perf pads the numbers with blanks.
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
}
