using System.Globalization;
using System.Text;

namespace FlameScope.TestData;

public sealed partial class PerfTextMaker
{
    private static readonly string[] Events =
    [
        "cycles", "cpu-clock:pppH", "cpu/cycles/u", "page-faults/period=50/", "raw 0x1a8", "branches:uH", "cpu_core/cycles,name=x/P", "task-clock:u",
        "L1-dcache-load-misses",
    ];

    private static readonly string[] Tracepoints =
    [
        "sched:sched_switch", "syscalls:sys_enter_read", "probe:do_it", "probe_libc:malloc__return", "irq:softirq_entry",
    ];

    private static readonly string[] Payloads =
    [
        "prev_comm=java prev_pid=1 prev_prio=120 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120",
        "fd: 0x00000003, buf: 0x7f12, count: 0x00002000", "(55d0c0de <- 55d0c0ff)", "comm=a 7 1.500000: cycles: x pid=5", "dead beef",
        "vec=1 [action=TIMER]", "",
    ];

    // What perf prints between the event and the frame of a sample without a call chain, or the end of the line before a call chain.
    private static readonly string[] FieldsBefore =
    [
        "    7ffc51d00768", "               0", "    55f1c0a3d000 _edata+0x0 (/opt/app)", "    7f3f914b1000 [unknown] (//anon)", "              12               3",
        "ffffb33a850078a0     40268100142 |OP LOAD|LVL L1 hit|SNP None|TLB L1 or L2 hit|LCK No|BLK  N/A                5              33",
        " /system.slice/a.scope", "  call            ", "  raw flags:0x2000              ", " cbr: 42 freq: 4219 MHz (156%)   ", " IP: 0 payload: 0x123456789abcdef0  abc ",
        "               5              33               7", "    7ffc51d00768 buf+0x8 ([stack])", " /user.slice/session (2).scope", " /",
        "ffff800012345678        68100842 |OP LOAD|LVL L2 or L2 hit|SNP N/A|TLB Walker hit|LCK No|BLK  N/A                 0",
        " hw: 0 cstate: 6 sub-cstate: 0        ", " deepest cstate: 6 last cstate: 6 wake reason: 0x8 ", " psb offs: 0x1f00                  ", " hints: 0x60 extensions: 0x1          ",
        " IFLAG: 1->0 via branch  ", " cfe: INTR IP: 1 vector: 3 PFA: 0x7f12ab (2) ",
    ];

    // What perf prints after a frame with a module.
    private static readonly string[] FieldsBehind =
    [
        " ABI:2    AX:0x1    BX:0x7ffe1 ", " 0x401150/0x401136/P/-/-/0/RET/-  0x401150/0x401136/MN/X/A/12/RET/- ", "main+0x1d/work+0x0/P/-/-/3/COND/- ",
        "main+0x1d (/opt/x)/operator new(unsigned long)+0x12 (/opt/y)/-/-/-/1//- ", " ilen: 1 insn: 55", " insn: 48 89 e5", "\t\tpushq %rbp", "\t\tmovq (%rax), %rdi",
        "        3fe1c2a0", " 4K 2M", "        3fe1c2a0 4K N/A", " \t IPC: 0.56 (12/34) ", " ABI:2    AX:0x1         3fe1c2a0 4K",
        " 0x401150/0x401136/PN/-/-/12/COND/SPEC_CORRECT_PATH ", " 0x401150(/opt/app/bin/app)/0x401136(/opt/app/bin/app)/P/-/-/0//- ", "main+0x1d/std::vector<int, std::allocator<int> >::push_back(int const&)+0x0/P/-/-/3//-  [unknown]/[unknown]/-/-/-/0//- ",
        " ABI:2    AX:0x1  ABI:1    AX:0x1 ", "\t\tcallq 0x401000", " ilen: 4 insn: 48 83 ec 08", " N/A N/A",
    ];

    private static readonly string[] BranchTargets =
    [
        "           401200 foo+0x0 (/opt/app/lib.so)", "                0 [unknown] ([unknown])", "           401200 f(int) const (/b (c)/d) \t IPC: 0.56 (12/34) ", "          401200",
    ];

    private static readonly string[] BranchFlags = ["", "  call             ", "  tr strt          ", "  return           (x) ", "  tr end  hw int   ", "  call/miss             ", "  tr end  async         ", "  jcc/not_taken         ", "  jcc                  (xDt) "];

    // Lines after the frames that are not frames.
    private static readonly string[] Details =
    [
        " ABI:2    AX:0xffffffffffffffda    BX:0x7f12", "\t       7f1\tinsn: 48 89 e5", " 0x7f1/0x7f2/P/-/-/3//-  0x7f3/0x7f4/M/-/-/0//-", "main+0x1d/work+0x0/P/-/-/3/COND/- ",
        "\tmain+4:\n\t0000000000401136\tinsn: eb 05                   \t# PRED 3 cycles [3] 0.67 IPC\n\tadd:\n\t0000000000401141\tadd $0x8, (%rsp)\tilen: 4",
        "\tmismatch of LBR data and executable", "\t... not reaching sample ...", "\t\tadd $0x8, %rsp", "|12       int x = 1;", " => 401200 foo+0x0 (/opt/app)",
        "      BPF output: 0000: 2f 68 6f 6d 65 2f 61 62  /home/ab\n                  0008: 63 00                    c.      \n      BPF string: \"/home/abc\"",
    ];

    // After frames that start with a tab, the physical address and page sizes.
    private static readonly string[] MemoryDetails = ["        3fe1c2a0", "        3fe1c2a0 4K 2M", " 4K", " \t IPC: 0.56 (12/34) "];

    private PerfTextPiece MakeSample(PerfTextFields fields)
    {
        _skipped = 0;
        _lost = 0;
        bool isTaskAlone = !fields.HasTime && !fields.HasEvent;
        bool hasFrames = isTaskAlone || Chance(9, 10);
        bool isTracepoint = fields.HasEvent && Chance(1, 5);
        string eventName = !fields.HasEvent ? "" : isTracepoint ? Pick(Tracepoints) : Pick(Events);
        var line = new StringBuilder();
        ExpectedSample sample = AppendTask(line, fields);
        if (fields.HasTime) sample = sample with { Time = AppendTime(line, fields) };
        if (!fields.HasTime) line.Append(' ');
        if (fields.HasPeriod) sample = sample with { Period = AppendPeriod(line, fields) };
        if (fields.HasEvent) line.Append(Chance(1, 4) ? Blanks(12) : "").Append(eventName).Append(':');
        if (fields is { HasCallchain: true, HasTime: true, HasTabs: false, HasSources: false } && !isTracepoint && Chance(1, 20))
        {
            return MakeDeferredSample(line.ToString(), sample with { Event = eventName }, fields);
        }

        var lines = new List<string>();
        var frames = new List<ExpectedFrame>();
        string payload = isTracepoint ? MakePayload(fields) : "";
        if (isTracepoint) line.Append(' ').Append(payload);
        bool mayHaveOwnFrame = !fields.HasCallchain && !fields.HasTabs && hasFrames && (!isTracepoint || (fields is { IsAligned: true, HasModules: true } && Chance(1, 3)));
        if (mayHaveOwnFrame)
        {
            AddOwnFrame(line, frames, fields, isTracepoint);
            lines.Add(line.ToString());
        }
        else
        {
            bool hasData = fields is { HasTime: true, HasEvent: true, HasTabs: false } && hasFrames && fields.HasCallchain && !isTracepoint && Chance(1, 6);
            line.Append(hasData ? " " + Pick(FieldsBefore) : Chance(1, 2) ? " " : "");
            lines.Add(line.ToString());
            if (isTracepoint && fields is { HasCallchain: true, HasTime: true } && hasFrames && Chance(1, 6)) lines.Add(Chance(1, 2) ? "" : "  ");
            if (hasFrames && (fields.HasCallchain || isTaskAlone)) AddCallchain(lines, frames, fields);
        }
        AddDetails(lines, frames);
        lines[^1] += Chance(1, 10) ? Blanks(3) : "";
        bool hasBlankLine = frames.Count > 0 && lines.Count > 1 ? Chance(7, 8) : Chance(1, 8);
        if (hasBlankLine) lines.Add(Chance(1, 6) ? Blanks(3) + (Chance(1, 3) ? "\t" : "") : "");
        return new PerfTextPiece(lines, sample with { Event = eventName, Frames = frames }, _skipped, _lost);
    }

    // A sample whose callers in user space are in a later record, which its last frame names.
    private PerfTextPiece MakeDeferredSample(string line, ExpectedSample sample, PerfTextFields fields)
    {
        string cookie = $"{_random.NextInt64(1, 1L << 40):x}";
        var lines = new List<string> { line };
        var frames = new List<ExpectedFrame>();
        AddFrames(_random.Next(3));
        lines.Add($"\t{cookie.PadLeft(16)} (cookie){Pick(["", " ([unknown])"])}");
        lines.Add("");
        var record = new StringBuilder();
        AppendTask(record, fields);
        AppendTime(record, fields);
        lines.Add(record.Append("DEFERRED CALLCHAIN [cookie: ").Append(cookie).Append(']').ToString());
        AddFrames(1 + _random.Next(3));
        lines.Add("");
        return new PerfTextPiece(lines, sample with { Frames = frames }, _skipped, _lost);

        void AddFrames(int count)
        {
            for (int i = 0; i < count; i++)
            {
                MadeFrame frame = MakeFrame(fields, isOnEventLine: false);
                lines.Add(frame.Text);
                AddFrame(lines, frames, frame);
            }
        }
    }

    private void AddDetails(List<string> lines, List<ExpectedFrame> frames)
    {
        if (Chance(1, 12)) lines.AddRange(Pick(Details).Split('\n'));
        else if (frames.Count > 0 && lines[^1][0] == '\t' && Chance(1, 12)) lines.Add(Pick(MemoryDetails));
    }

    // The frame on the first line, with other fields around it. They are recognized by their columns and by the module.
    private void AddOwnFrame(StringBuilder line, List<ExpectedFrame> frames, PerfTextFields fields, bool isTracepoint)
    {
        MadeFrame frame = MakeFrame(fields with { HasSources = false }, isOnEventLine: true);
        while (isTracepoint && frame.Text[^1] != ')') frame = MakeFrame(fields with { HasSources = false }, isOnEventLine: true);
        bool mayHaveFields = fields is { IsAligned: true, HasEvent: true, HasTime: true, HasSymbols: true } && frame.Text[^1] == ')';
        bool isBranch = mayHaveFields && !isTracepoint && Chance(1, 8);
        if (isBranch) line.Append(' ').Append(Pick(BranchFlags));
        else if (mayHaveFields && !isTracepoint && Chance(1, 4)) line.Append(' ').Append(Pick(FieldsBefore));
        line.Append(' ').Append(frame.Text);
        if (isBranch) line.Append(" => ").Append(Pick(BranchTargets));
        else if (mayHaveFields && Chance(1, 4)) line.Append(Pick(FieldsBehind));
        frames.AddRange(frame.Frames);
    }

    private void AddCallchain(List<string> lines, List<ExpectedFrame> frames, PerfTextFields fields)
    {
        int depth = _random.Next(1, 7);
        for (int i = 0; i < depth; i++)
        {
            MadeFrame frame = MakeFrame(fields, isOnEventLine: false);
            lines.Add(frame.Text);
            AddFrame(lines, frames, frame);
            if (Chance(1, 30)) AddBetween(lines, fields);
        }
    }

    // Lines that do not end a sample and may be between its frames.
    private void AddBetween(List<string> lines, PerfTextFields fields)
    {
        PerfTextPiece other = MakeOther(fields);
        lines.AddRange(other.Lines);
        _skipped += other.Skipped;
        _lost += other.Lost;
    }

    private string MakePayload(PerfTextFields fields)
    {
        string payload = Pick(Payloads);
        return (fields.HasTime && !_hasTimesOfDayOnly && (fields.HasCpu || fields.Ids != PerfIds.None)) || !payload.Contains(" 1.5", StringComparison.Ordinal) ? payload : "";
    }

    private ExpectedSample AppendTask(StringBuilder line, PerfTextFields fields)
    {
        if (fields.IsLatency) return AppendLatencyTask(line, fields);
        string separator = fields.HasTabs ? "\t" : " ";
        string comm = MakeComm(fields);
        if (fields.HasGuest) line.Append(Pick(["VM:1234 VCPU:001 ", "VM:    7 VCPU:  0 "]));
        line.Append(fields is { HasCallchain: false, IsAligned: true } ? comm.PadLeft(16) : comm);
        int pid = MakeId(fields), tid = MakeId(fields);
        if (fields.Ids == PerfIds.Tid) line.Append(separator).Append(fields.IsAligned ? Text(tid).PadLeft(7) : Text(tid));
        if (fields.Ids == PerfIds.PidAndTid) line.Append(separator).Append(fields.IsAligned ? $"{Text(pid),7}/{Text(tid),-7}" : $"{Text(pid)}/{Text(tid)}");
        int? cpu = null;
        if (fields.HasCpu)
        {
            cpu = Chance(1, 20) ? null : _random.Next(300);
            line.Append(separator).Append(CultureInfo.InvariantCulture, $"[{(cpu is { } c ? c.ToString("D3", CultureInfo.InvariantCulture) : "-01")}]");
        }
        if (fields.HasMisc && (fields.HasCpu || fields.Ids != PerfIds.None)) line.Append(separator).Append(Pick(["K", "U", "H", "Sp", "M", "UE"])).Append(Blanks(4));
        if (fields.HasTimeOfDay) line.Append(separator).Append("2026-11-22 06:36:48.123456");
        return new ExpectedSample(
            null, comm, fields.Ids == PerfIds.PidAndTid ? pid : null, fields.Ids == PerfIds.None ? null : tid, cpu, "", 1, []);
    }

    // perf script -L: the name in eight columns, the processor without brackets.
    private ExpectedSample AppendLatencyTask(StringBuilder line, PerfTextFields fields)
    {
        string comm = Pick(LatencyComms);
        int pid = _random.Next(1, 4_194_304), tid = _random.Next(1, 4_194_304), cpu = _random.Next(300);
        line.Append(CultureInfo.InvariantCulture, $"{comm.PadLeft(8)} ");
        if (fields.Ids == PerfIds.PidAndTid) line.Append(CultureInfo.InvariantCulture, $"{Text(pid),7}/{Text(tid),-7} {Text(cpu),3}");
        else line.Append(CultureInfo.InvariantCulture, $"{Text(tid),7} {Text(cpu),3}");
        return new ExpectedSample(null, comm, fields.Ids == PerfIds.PidAndTid ? pid : null, tid, cpu, "", 1, []);
    }

    private long AppendTime(StringBuilder line, PerfTextFields fields)
    {
        if (_hasTimesOfDayOnly) return AppendTimeOfDay(line, fields);
        long time = NextTime(fields.IsNanoseconds);
        long fraction = time % 1_000_000_000;
        line.Append(fields.HasTabs ? '\t' : ' ');
        line.Append(CultureInfo.InvariantCulture, $"{Text(time / 1_000_000_000).PadLeft(fields.IsAligned ? 5 : 0)}.");
        // simpleperf of 2016 to 2018 prints microseconds without leading zeros.
        if (fields is { HasTabs: true, IsNanoseconds: false } && Chance(1, 4)) line.Append(fraction / 1000);
        else line.Append(fields.IsNanoseconds ? fraction.ToString("D9", CultureInfo.InvariantCulture) : (fraction / 1000).ToString("D6", CultureInfo.InvariantCulture));
        line.Append(':').Append(fields.HasTabs ? "\t\t" : " ");
        return time;
    }

    private long AppendTimeOfDay(StringBuilder line, PerfTextFields fields)
    {
        long sinceMidnight = NextTime(fields.IsNanoseconds) % (24L * 60 * 60 * 1_000_000_000);
        var day = new DateTime(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc);
        string time = (day + TimeSpan.FromSeconds(sinceMidnight / 1_000_000_000)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        long fraction = sinceMidnight % 1_000_000_000;
        line.Append(' ').Append(time).Append('.');
        line.Append(fields.IsNanoseconds ? fraction.ToString("D9", CultureInfo.InvariantCulture) : (fraction / 1000).ToString("D6", CultureInfo.InvariantCulture));
        line.Append(' ');
        return ((day - DateTime.UnixEpoch).Ticks * 100) + sinceMidnight;
    }

    private long AppendPeriod(StringBuilder line, PerfTextFields fields)
    {
        long period = _random.Next(4) switch { 0 => 1, 1 => _random.Next(10), 2 => 10101010, _ => _random.NextInt64(1L << 40) };
        line.Append(fields.IsAligned ? Text(period).PadLeft(10) : Text(period)).Append(' ');
        return period;
    }

    // Without a time, an id that is wider than its column cannot be distinguished from a period after a comm that ends in a number.
    private int MakeId(PerfTextFields fields) => _random.Next(12) switch { 0 => -1, 1 => 0, 2 when fields.HasTime => int.MaxValue, _ => _random.Next(1, 100_000) };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
