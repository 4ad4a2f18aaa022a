using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using FlameScope.Export;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Benchmarks;

/// <summary>
/// Parses profiles of more than 20 MB in binary formats on one thread, decompressed. The pprof profiles are generated: one with a record per sample and its
/// time, one with a record per stack. The OpenTelemetry profile has the samples of the first. The nflxprofile has fewer stacks, since its nodes repeat them.
/// The JFR recording is made by the <c>java</c> of this machine, or is the file that the environment variable FLAMESCOPE_BENCHMARK_JFR names, plain or gzip.
/// </summary>
/// <remarks>
/// The peers are other programs, which <c>docs/performance.md</c> names: <c>go tool pprof -raw</c> and <c>jfr print --json</c>. They read the inputs that
/// FLAMESCOPE_BENCHMARK_KEEP leaves in a folder.
/// </remarks>
public class BinaryFormatBenchmarks
{
    private const int TimedSamples = 500_000;
    private const int Stacks = 400_000;

    private byte[] _timed = null!;
    private byte[] _aggregated = null!;
    private byte[] _otlp = null!;
    private byte[] _nflxprofile = null!;
    private byte[] _jfr = null!;

    [GlobalSetup]
    public void Setup()
    {
        Profile timed = MakeProfile(20_000, TimedSamples, isTimed: true);
        _timed = Set(Decompress(Write(new PprofWriter { IncludeTimes = true }, timed)), nameof(PprofTimed));
        _otlp = Set(Write(new OtlpWriter(), timed), nameof(Otlp));
        _nflxprofile = Set(Write(new NflxProfileWriter(), MakeProfile(2_000, TimedSamples, isTimed: true)), nameof(Nflxprofile));
        _aggregated = Set(Decompress(Write(new PprofWriter(), MakeProfile(Stacks, Stacks, isTimed: false))), nameof(PprofAggregated));
        _jfr = Set(Environment.GetEnvironmentVariable("FLAMESCOPE_BENCHMARK_JFR") is { Length: > 0 } file ? Read(file) : Record(), nameof(Jfr));
        Work.Keep("timed.pprof", _timed);
        Work.Keep("aggregated.pprof", _aggregated);
        Work.Keep("timed.otlp", _otlp);
        Work.Keep("timed.nflxprofile", _nflxprofile);
        Work.Keep("recording.jfr", _jfr);
    }

    [Benchmark]
    public Profile PprofTimed() => ProfileFormats.Default.Parse(_timed);

    [Benchmark]
    public Profile PprofAggregated() => ProfileFormats.Default.Parse(_aggregated);

    [Benchmark]
    public Profile Otlp() => ProfileFormats.Default.Parse(_otlp);

    [Benchmark]
    public Profile Nflxprofile() => ProfileFormats.Default.Parse(_nflxprofile);

    [Benchmark]
    public Profile Jfr() => ProfileFormats.Default.Parse(_jfr);

    private static byte[] Set(byte[] bytes, string method)
    {
        Work.Set(method, new Work(ProfileFormats.Default.Parse(bytes).Samples.Count, bytes.Length));
        return bytes;
    }

    // A stack has the callers of the one before it up to some depth. Some stacks are much more frequent than others.
    private static Profile MakeProfile(int stackCount, int samples, bool isTimed)
    {
        var builder = new ProfileBuilder();
        var random = new Random(7);
        FrameId[] frames = [.. Enumerable.Range(0, 5000).Select(i => builder.AddFrame(builder.AddSymbol($"example.com/app.(*Type{i / 7}).Method{i}"), ModuleId.None, FrameKind.User))];
        ThreadId[] threads = [.. Enumerable.Range(1, 30).Select(id => builder.AddThread(1, id, $"worker-{id}"))];
        SampleEventId cpu = builder.AddEvent("samples", [new SampleValueType("samples", "count"), new SampleValueType("cpu", "nanoseconds")], 1);
        var stacks = new StackId[stackCount];
        List<(StackId Stack, int Frame)> path = [];
        for (int i = 0; i < stacks.Length; i++)
        {
            int depth = random.Next(8, 40);
            int common = (int)(depth * Math.Pow(random.NextDouble(), 0.35));
            if (common < path.Count) path.RemoveRange(common, path.Count - common);
            while (path.Count < depth)
            {
                (StackId parent, int caller) = path.Count == 0 ? (StackId.Empty, 0) : path[^1];
                int callee = ((caller * 31) + (random.Next(path.Count < 5 ? 4 : 40) * 97) + 1) % frames.Length;
                path.Add((builder.AddStack(parent, frames[callee]), callee));
            }
            stacks[i] = path[^1].Stack;
        }
        long[] values = [1, 10_000_000];
        for (int i = 0; i < samples; i++)
        {
            int stack = isTimed ? (int)(Math.Pow(random.NextDouble(), 3) * stacks.Length) : i;
            builder.AddSample(new SampleRow
            {
                Time = 1_700_000_000_000_000_000 + (i * 100_000L) + random.Next(10_000),
                Stack = stacks[stack],
                Thread = threads[isTimed ? random.Next(threads.Length) : 0],
                Event = cpu,
                Values = values,
            });
        }
        return builder.Build();
    }

    private static byte[] Write(IProfileWriter writer, Profile profile)
    {
        var output = new ArrayBufferWriter<byte>();
        writer.Write(profile.Select(SampleFilter.All), output, new ProfileWriteOptions());
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        return bytes is [0x1F, 0x8B, ..] ? Decompress(bytes) : bytes;
    }

    private static byte[] Decompress(ReadOnlyMemory<byte> bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    // Every allocation outside of a buffer and every new buffer of a thread is an event with a stack.
    private static byte[] Record()
    {
        string folder = Directory.CreateTempSubdirectory("flamescope-benchmark-").FullName;
        try
        {
            string source = Path.Combine(folder, "Load.java"), settings = Path.Combine(folder, "load.jfc"), recording = Path.Combine(folder, "load.jfr");
            File.WriteAllText(source, """
                public class Load {
                    static Object[] kept = new Object[1024];
                    static long work(int depth, int seed) {
                        if (depth > 0) return (seed & 1) == 0 ? work(depth - 1, seed / 2) : other(depth - 1, seed / 2);
                        for (int i = 0; i < 64; i++) kept[(seed + i) & 1023] = new byte[4096];
                        return seed;
                    }
                    static long other(int depth, int seed) { return work(depth, seed) + 1; }
                    public static void main(String[] arguments) {
                        long end = System.nanoTime() + 3_000_000_000L, sum = 0;
                        for (int i = 0; System.nanoTime() < end; i++) sum += work(24, i * 2654435);
                        System.out.println(sum);
                    }
                }
                """);
            File.WriteAllText(settings, """
                <configuration version="2.0">
                  <event name="jdk.ExecutionSample"><setting name="enabled">true</setting><setting name="period">1 ms</setting></event>
                  <event name="jdk.ObjectAllocationInNewTLAB"><setting name="enabled">true</setting><setting name="stackTrace">true</setting></event>
                  <event name="jdk.ObjectAllocationOutsideTLAB"><setting name="enabled">true</setting><setting name="stackTrace">true</setting></event>
                </configuration>
                """);
            string[] arguments = ["-XX:TLABSize=8k", "-XX:-ResizeTLAB", $"-XX:StartFlightRecording=filename={recording},settings={settings}", source];
            using Process java = Process.Start(new ProcessStartInfo("java", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = java.StandardError.ReadToEndAsync();
            java.StandardOutput.ReadToEnd();
            java.WaitForExit();
            return File.Exists(recording) ? File.ReadAllBytes(recording) : throw new InvalidOperationException("java made no recording: " + errors.Result);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
