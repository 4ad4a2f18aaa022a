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

    private static readonly string[] Tails =
    [
        "   call                     7f1 foo (/bin/x) =>  7f2 bar (/bin/x)", "      7f1 foo (/bin/x) =>      7f2 bar (/bin/x)", " /user.slice/a",
    ];

    private static readonly string[] Details =
    [
        " ABI:2    AX:0xffffffffffffffda    BX:0x7f12", "\t       7f1\tinsn: 48 89 e5", " 0x7f1/0x7f2/P/-/-/3//-  0x7f3/0x7f4/M/-/-/0//-",
    ];

    private PerfTextPiece MakeSample(PerfTextFields fields)
    {
        _messages = 0;
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

        var lines = new List<string>();
        var frames = new List<ExpectedFrame>();
        bool hasTail = AppendTail(line, fields, isTracepoint);
        if (!fields.HasCallchain && !isTracepoint && !hasTail && !fields.HasTabs && hasFrames)
        {
            MadeFrame frame = MakeFrame(fields with { HasSources = false }, isOnEventLine: true);
            line.Append(' ').Append(frame.Text);
            lines.Add(line.ToString());
            AddFrame(lines, frames, frame);
        }
        else
        {
            lines.Add(line.Append(Chance(1, 2) ? " " : "").ToString());
            if (hasFrames && (fields.HasCallchain || isTaskAlone)) AddCallchain(lines, frames, fields);
        }
        if (Chance(1, 12)) lines.Add(Pick(Details));
        lines[^1] += Chance(1, 10) ? Blanks(3) : "";
        bool hasBlankLine = frames.Count > 0 && lines.Count > 1 ? Chance(7, 8) : Chance(1, 8);
        if (hasBlankLine) lines.Add(Chance(1, 6) ? Blanks(3) + (Chance(1, 3) ? "\t" : "") : "");
        return new PerfTextPiece(lines, sample with { Event = eventName, Frames = frames }, _messages, _lost);
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
        _messages += other.Messages;
        _lost += other.Lost;
    }

    private bool AppendTail(StringBuilder line, PerfTextFields fields, bool isTracepoint)
    {
        if (!fields.HasEvent) return false;
        if (isTracepoint)
        {
            string payload = Pick(Payloads);
            line.Append(' ').Append((fields.HasTime && (fields.HasCpu || fields.Ids != PerfIds.None)) || !payload.Contains(" 1.5", StringComparison.Ordinal) ? payload : "");
            return true;
        }
        bool isBranch = fields.HasTime && Chance(1, 20);
        if (isBranch) line.Append(Pick(Tails));
        return isBranch;
    }

    private ExpectedSample AppendTask(StringBuilder line, PerfTextFields fields)
    {
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

    private long AppendTime(StringBuilder line, PerfTextFields fields)
    {
        long time = NextTime(fields.IsNanoseconds);
        long fraction = time % 1_000_000_000;
        line.Append(fields.HasTabs ? '\t' : ' ');
        line.Append(CultureInfo.InvariantCulture, $"{Text(time / 1_000_000_000).PadLeft(fields.IsAligned ? 5 : 0)}.");
        line.Append(fields.IsNanoseconds ? fraction.ToString("D9", CultureInfo.InvariantCulture) : (fraction / 1000).ToString("D6", CultureInfo.InvariantCulture));
        line.Append(':').Append(fields.HasTabs ? "\t\t" : " ");
        return time;
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
