using System.Globalization;
using FlameScope.Model;

namespace FlameScope.TestData;

/// <summary>Generates the text of <c>simpleperf report-sample</c> from random numbers; the same numbers give the same text.</summary>
/// <param name="random">The source of random numbers.</param>
public sealed class SimpleperfTextMaker(Random random)
{
    private static readonly string[] Names = ["sh", "RenderThread", "Binder:1234_5", "é 1: x", "sample:", "#1"];
    private static readonly string[] Events = ["cpu-cycles", "task-clock:u", "sched:sched_switch", "raw 0x1a8"];
    private static readonly string[] Symbols = ["main", "std::map<int, int>::find(int const&)", "Startup.load", "a: b", "λ", "__start_thread"];

    private static readonly (string File, FrameKind Kind)[] Files =
    [
        ("/system/lib64/libc.so", FrameKind.User), ("/data/app/a b: c/base.odex", FrameKind.User), ("[kernel.kallsyms]", FrameKind.Kernel), ("[JIT app cache]", FrameKind.Jit),
    ];

    private static readonly string[][] Others =
    [
        ["context_switch:", "  switch_on: true", "  time: 12", "  thread_id: 5"],
        ["meta_info:", "  trace_offcpu: false", "  event_type: cpu-cycles"],
        ["file:", "  id: 1", "  path: /system/lib64/libc.so"],
        [""],
    ];

    private long _time;

    /// <summary>Generates a text.</summary>
    /// <param name="blockCount">The number of blocks. At least one of them is a sample.</param>
    public PerfTextCase Make(int blockCount)
    {
        _time = random.NextInt64(1L << 40);
        var pieces = new List<PerfTextPiece> { MakeSample() };
        for (int i = 1; i < blockCount; i++) pieces.Add(random.Next(5) == 0 ? MakeOther() : MakeSample());
        return new PerfTextCase(pieces, random.Next(8) == 0 ? "\r\n" : "\n", random.Next(10) == 0, random.Next(4) > 0);
    }

    private PerfTextPiece MakeSample()
    {
        _time += random.NextInt64(-1000, 10_000_000);
        string eventName = Pick(Events), comm = Pick(Names);
        long value = random.NextInt64(1L << 40);
        int tid = random.Next(1, 100_000);
        var frames = new List<ExpectedFrame>();
        var lines = new List<string> { "sample:", $"  event_type: {eventName}", $"  time: {Text(_time)}", $"  event_count: {Text(value)}", $"  thread_id: {Text(tid)}", $"  thread_name: {comm}" };
        AddFrame(lines, frames, "  ");
        if (random.Next(3) > 0)
        {
            lines.Add("  callchain:");
            for (int i = random.Next(1, 6); i > 0; i--) AddFrame(lines, frames, "    ");
        }
        return new PerfTextPiece(lines, new ExpectedSample(_time, comm, null, tid, null, eventName, value, frames), 0, 0);
    }

    private void AddFrame(List<string> lines, List<ExpectedFrame> frames, string indent)
    {
        (string file, FrameKind kind) = random.Next(8) == 0 ? ("unknown", FrameKind.Unknown) : Pick(Files);
        string symbol = random.Next(8) == 0 ? "unknown" : Pick(Symbols);
        lines.AddRange([$"{indent}vaddr_in_file: {random.Next():x}", $"{indent}file: {file}", $"{indent}symbol: {symbol}"]);
        frames.Add(new ExpectedFrame(symbol == "unknown" ? "[unknown]" : symbol, file == "unknown" ? "" : file, kind));
    }

    private PerfTextPiece MakeOther()
    {
        if (random.Next(2) == 0) return new PerfTextPiece(Pick(Others), null, 0, 0);
        int lost = random.Next(1000);
        return new PerfTextPiece(["lost_situation:", "  sample_count: 1", $"  lost_count: {Text(lost)}"], null, 0, lost);
    }

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
