using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.TestData;

public sealed partial class PerfTextMaker
{
    private const string CommAlphabet = "abKU019 :/.[]()<>-=_#;\"é";

    private static readonly string[] Comms =
    [
        "", ":-1", ":1234", "t", "java", "swapper", "swapper/1", "V8 WorkerThread", "rs:main Q:Reg", "kworker/u16:3-e", "C2 Thread 2", "foo [bar]", "12", "12/34", "1.5",
        "[000]", "(sd-pam)", "a->b", "cafe", "dd", "K", "a U", "a  b", "#x", "100% cpu", "æøå", "%s",
    ];

    private static readonly string[] Messages =
    [
        "Warning:", "Processed 4346 events and lost 144 chunks!", "Check IO/CPU overload!", "[ perf record: Woken up 1 times to write data ]", "3 out of order events recorded.",
        "Processed 119080 samples and lost 15.72%!", " instruction trace error type 1 cpu 1 pid 5 tid 5 ip 0x7f1 code 8: Lost trace data", "AUX data lost 3 times out of 12!",
        "AUX data had gaps in it 3 times out of 12!", "12 out of 30 events were discarded for this reason.", "5 samples with id not present in the header", "5 instruction trace errors",
    ];

    private static readonly string[] LatencyComms = ["perf", "V8 Work", "java", "swapper", "t", "12 34", "postgres", "a.b: c"];

    private static readonly string[] Metrics = ["0.86  insn per cycle", "\u001b[31m  0.13\u001b[m  insn per cycle"];

    private static readonly string[] Comments = ["#", "# a comment", "# event : name = cycles", "## b", "#\ttab"];

    private static readonly string[] Records =
    [
        "PERF_RECORD_MMAP2 5/5: [0x7f00(0x1000) @ 0 08:01 1 2]: r-xp /bin/x", "PERF_RECORD_COMM: java:5/6", "PERF_RECORD_EXIT(5:5):(1:1)", "PERF_RECORD_SWITCH OUT",
        "PERF_RECORD_FORK(5:6):(1:1)", "PERF_RECORD_THROTTLE", "PERF_RECORD_CGROUP cgroup: 5 /a", "PERF_RECORD_TEXT_POKE addr [ffffffffc0ed88ad] old len 5 new len 5",
        "PERF_RECORD_AUX offset: 0 size: 0x1000 flags: 0x1 [T]", "PERF_RECORD_ITRACE_START pid: 5 tid: 6", "PERF_RECORD_BPF_EVENT bpf event with type 1, flags 0, id 5",
        "PERF_RECORD_KSYMBOL addr ffffffffc0000000 len 100 type 1 flags 0x0 name bpf_prog_1", "PERF_RECORD_SWITCH_CPU_WIDE IN           prev pid/tid:     0/0    ",
    ];

    // Lines that are not a sample: a record, a comment or a message. After a task alone on its line, only a comment is unambiguous.
    private PerfTextPiece MakeOther(PerfTextFields fields)
    {
        switch (_random.Next(4))
        {
            case 0:
                return Other([Pick(Comments)]);
            case 1:
                return Other([Pick(Messages)]);
            case 2 when fields.HasTime:
                var metric = new StringBuilder();
                AppendTask(metric, fields);
                AppendTime(metric, fields);
                return Other([metric.Append("\tmetric: ").Append(Pick(Metrics)).ToString()]);
            default:
                var line = new StringBuilder();
                AppendTask(line, fields);
                if (fields.HasTime) AppendTime(line, fields);
                else line.Append(' ');
                bool isLost = Chance(1, 3);
                int lost = isLost ? _random.Next(1000) : 0;
                line.Append(isLost ? $"PERF_RECORD_LOST{Pick(["", "_SAMPLES"])} lost {lost}" : Pick(Records));
                return Other([line.ToString()], lost: lost);
        }
    }

    // What perf script -D prints before a sample: the bytes of its record and its fields.
    private PerfTextPiece MakeDump()
    {
        int lost = Chance(1, 4) ? _random.Next(1000) : 0;
        string record = lost > 0
            ? $"0 603826942469 0x2368 [0x30]: PERF_RECORD_LOST_SAMPLES: lost {lost}"
            : $"0 {_random.NextInt64(1L << 50)} 0x31c8 [0x70]: PERF_RECORD_SAMPLE(IP, 0x1): 21337/21337: 0xffffffff816211ef period: 3344481 addr: 0";
        var lines = new List<string>
        {
            Pick(["0x1a8@perf.data [0x40]: event: 69", "0x31c8 [0x70]: event: 9"]),
            ".",
            ". ... raw event: size 64 bytes",
            ".  0000:  45 00 00 00 00 00 40 00 02 00 00 00 00 00 00 00  E.....@.........",
            "",
            record,
        };
        if (lost == 0) lines.AddRange(["... FP chain: nr:2", ".....  0: ffffffffffffff80", ".....  1: ffffffff816211ef", " ... thread: wl:21337", " ...... dso: [kernel.kallsyms]"]);
        return Other(lines, lost: lost, isDump: true);
    }

    private string MakeComm(PerfTextFields fields)
    {
        while (true)
        {
            string comm = Chance(4, 5) ? Pick(Comms) : RandomComm();
            if (IsClear(comm, fields)) return comm;
        }
    }

    private string RandomComm()
    {
        var text = new char[_random.Next(12)];
        for (int i = 0; i < text.Length; i++) text[i] = CommAlphabet[_random.Next(CommAlphabet.Length)];
        return new string(text).Trim();
    }

    // See the remarks of this class.
    private static bool IsClear(string comm, PerfTextFields fields)
    {
        if (EarlierTime().IsMatch(comm) || CommentStart().IsMatch(comm)) return false;
        if (comm.Length == 0 && (fields.HasTabs || !fields.HasTime || fields.Ids == PerfIds.None)) return false;
        if (fields.Ids == PerfIds.None && IdAtEnd().IsMatch(comm)) return false;
        return fields.HasTime || !UnclearWithoutTime().IsMatch(comm);
    }

    [GeneratedRegex(@"\d\.\d+:( |$)", RegexOptions.CultureInvariant)]
    private static partial Regex EarlierTime();

    [GeneratedRegex(@"^#([ #]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex CommentStart();

    [GeneratedRegex(@"(^| )(-?\d+(/-?\d+)?|\[-?\d+\])$|(\d|\]) [KUHGgMESpF]+$|^[KUHGgMESpF]+$", RegexOptions.CultureInvariant)]
    private static partial Regex IdAtEnd();

    [GeneratedRegex(@":( |$)|(^| )\[-?\d+\]$|^\.+( |$)", RegexOptions.CultureInvariant)]
    private static partial Regex UnclearWithoutTime();
}
