using System.Globalization;
using System.Text;

namespace FlameScope.TestData;

/// <summary>Generates the output of other commands of perf and of other tracers from random numbers; the same numbers give the same text.</summary>
/// <param name="random">The source of random numbers.</param>
public sealed class OtherToolTextMaker(Random random)
{
    private static readonly string[] Comms = ["bash", "kworker/0:1", "V8 Work", "é 1: x", "a-b", "<idle>"];
    private static readonly string[] Events = ["cycles", "cpu-clock", "sched:sched_switch", "cycles:u"];
    private static readonly string[] Payloads = ["bash:1234 [120] S ==> swapper/1:0 [120]", "comm=a pid=1 prio=120 target_cpu=000", "", "x: y (z)"];
    private static readonly string[] Symbols = ["[k] finish_task_switch", "[.] main", "[.] std::map<int, int>::find(int const&)", "[.] 0x0000000000001234"];

    private readonly StringBuilder _text = new();

    /// <summary>Generates the output of one of the commands, at most a few lines of samples.</summary>
    public OtherToolText Make()
    {
        _text.Clear();
        if (random.Next(8) == 0) _text.Append('\uFEFF');
        string command = random.Next(6) switch
        {
            0 => MakeTraceCmd(),
            1 => MakeReport(),
            2 => MakeAnnotate(),
            3 => MakeTrace(),
            4 => MakeStat(),
            _ => MakeFtrace(),
        };
        if (random.Next(8) == 0) _text.Replace("\n", "\r\n");
        return new OtherToolText(command, _text.ToString());
    }

    // trace-read.c of trace-cmd: "version = %d" in newer versions, "cpus=%d", then the events.
    private string MakeTraceCmd()
    {
        if (random.Next(2) == 0) Line($"version = {random.Next(1, 9)}");
        Line($"cpus={random.Next(1, 1000)}");
        for (int i = Lines(); i > 0; i--)
        {
            string flags = random.Next(3) == 0 ? " d..2." : "";
            Line($"{Pick(Comms),16}-{random.Next(100_000),-5} [{random.Next(64):000}]{flags} {Seconds(),12}: {Pick(Events) + ":",-20} {Pick(Payloads)}");
        }
        return "trace-cmd report";
    }

    // builtin-report.c and ui/stdio/hist.c, with and without --header.
    private string MakeReport()
    {
        if (random.Next(2) == 0)
        {
            foreach (string fact in (string[])["========", "captured on    : Sat Nov 28 16:10:00 2026", "hostname : host", "========", ""]) Line($"# {fact}".TrimEnd());
        }
        else
        {
            Line("# To display the perf.data header info, please use --header/--header-only options.");
            Line("#");
        }
        if (random.Next(2) == 0) Line($"# Total Lost Samples: {random.Next(10)}");
        Line("#");
        Line($"# Samples: {random.Next(1, 999)}K of event{(random.Next(2) == 0 ? "" : "s")} '{Pick(Events)}'");
        Line($"# Event count (approx.): {random.NextInt64(1L << 40)}");
        Line("#");
        Line(random.Next(3) switch
        {
            0 => "# Overhead  Command  Shared Object      Symbol",
            1 => "# Children      Self  Command  Shared Object      Symbol",
            _ => "# Baseline  Delta Abs  Shared Object      Symbol",
        });
        for (int i = Lines(); i > 0; i--) Line(string.Create(CultureInfo.InvariantCulture, $"    {random.NextDouble() * 100,5:0.00}%  {Pick(Comms)}  [kernel.kallsyms]  {Pick(Symbols)}"));
        return "perf report";
    }

    // util/annotate.c, --stdio and --stdio2.
    private string MakeAnnotate()
    {
        if (random.Next(2) == 0)
        {
            string title = $" Percent |\tSource code & Disassembly of {Pick(Comms)} for {Pick(Events)} ({random.Next(1, 1000)} samples, percent: local period)";
            Line(title);
            Line(new string('-', title.Length));
        }
        else
        {
            Line($"Samples: {random.Next(1, 1000)}  of event '{Pick(Events)}', 4000 Hz, Event count (approx.): {random.NextInt64(1L << 40)}, [percent: local period]");
            Line("main  /opt/app/bin/app");
        }
        for (int i = Lines(); i > 0; i--) Line(string.Create(CultureInfo.InvariantCulture, $"   {random.NextDouble() * 100,5:0.00} :   {random.Next():x}:   mov    %rsp,%rbp"));
        return "perf annotate";
    }

    // builtin-trace.c: the time in milliseconds, the duration, the thread, the system call.
    private string MakeTrace()
    {
        for (int i = random.Next(4); i > 0; i--) Line(Pick(["hello", "total 12", "-rw-r--r-- 1 root root 12 a"]));
        for (int i = 1 + Lines(); i > 0; i--)
        {
            bool isStarted = random.Next(4) == 0;
            string time = isStarted && random.Next(2) == 0 ? "?" : string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble() * 1000:0.000}");
            string duration = isStarted ? "         " : string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble() * 100,6:0.000} ms");
            Line($"{time,10} ({duration}): {Pick(Comms).Replace(": ", "")}/{random.Next(100_000)} open(filename: \"/etc/passwd\") = {random.Next(100)}");
        }
        return "perf trace";
    }

    private string MakeStat()
    {
        Line(random.Next(2) == 0 ? "# started on Sat Nov 28 16:10:00 2026" : " Performance counter stats for 'sleep 1':");
        Line("");
        for (int i = Lines(); i > 0; i--) Line($"{random.Next(),18}      {Pick(Events)}");
        return "perf stat";
    }

    // Documentation/trace/ftrace.rst of Linux.
    private string MakeFtrace()
    {
        Line($"# tracer: {Pick(["nop", "function", "function_graph"])}");
        Line("#");
        for (int i = Lines(); i > 0; i--) Line($"{Pick(Comms),16}-{random.Next(100_000),-7} [{random.Next(64):000}] d..2. {Seconds(),12}: {Pick(Events)}: {Pick(Payloads)}");
        return "ftrace";
    }

    private int Lines() => random.Next(5);

    private string Seconds() => string.Create(CultureInfo.InvariantCulture, $"{random.Next(100_000)}.{random.Next(1_000_000):000000}");

    private string Pick(string[] items) => items[random.Next(items.Length)];

    private void Line(string line) => _text.Append(line).Append('\n');
}
