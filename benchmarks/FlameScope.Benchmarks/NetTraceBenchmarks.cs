using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using FlameScope.DotNet;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;

namespace FlameScope.Benchmarks;

/// <summary>
/// Parses a recording of the .NET runtime: the file that the environment variable FLAMESCOPE_BENCHMARK_NETTRACE names, plain or gzip, or one that is made of this
/// process. Compared with TraceEvent: its log with stacks and names, and its walk over the events without them.
/// </summary>
public class NetTraceBenchmarks
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-benchmark-").FullName;
    private string _path = "";
    private byte[] _bytes = [];
    private double _result;

    [GlobalSetup]
    public void Setup()
    {
        _bytes = Environment.GetEnvironmentVariable("FLAMESCOPE_BENCHMARK_NETTRACE") is { Length: > 0 } file ? Read(file) : Record();
        _path = Path.Combine(_folder, "benchmark.nettrace");
        File.WriteAllBytes(_path, _bytes);
        int samples = Profile().Samples.Count;
        foreach (string method in (string[])[nameof(Profile), nameof(TraceLogStacks), nameof(EventWalk)]) Work.Set(method, new Work(samples, _bytes.Length));
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public Profile Profile() => ProfileFormats.Default.Parse(_bytes);

    [Benchmark]
    public int TraceLogStacks()
    {
        using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(_path, Path.Combine(_folder, "benchmark.etlx")));
        int frames = 0;
        foreach (TraceEvent each in log.Events)
        {
            for (TraceCallStack? stack = each.CallStack(); stack is not null; stack = stack.Caller) frames += stack.CodeAddress.FullMethodName.Length > 0 ? 1 : 0;
        }
        return frames;
    }

    [Benchmark]
    public long EventWalk()
    {
        using var source = new EventPipeEventSource(_path);
        long count = 0;
        source.AllEvents += _ => count++;
        source.Process();
        return count;
    }

    private static byte[] Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes is not [0x1F, 0x8B, ..]) return bytes;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private byte[] Record()
    {
        using var recording = new MemoryStream();
        Task record = DotNetRecorder.RecordToAsync(Environment.ProcessId, recording, Duration);
        Task[] work = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => Burn(record)))];
        record.GetAwaiter().GetResult();
        Task.WaitAll(work);
        return recording.ToArray();
    }

    private void Burn(Task until)
    {
        while (!until.IsCompleted) _result += Recurse(12);
    }

    private static double Recurse(int depth) => depth == 0 ? Enumerable.Range(1, 1000).Sum(number => Math.Sqrt(number)) : Recurse(depth - 1) + 1;
}
