using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FlameScope.Export;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Benchmarks;

/// <summary>
/// Parses trace events and profiles of the Firefox Profiler, about 20 MB of each, on one thread. FLAMESCOPE_BENCHMARK_SCALE=10 makes them ten times as
/// large. Compared with the tokens of <see cref="Utf8JsonReader"/>, without doing anything with them.
/// </summary>
public class TraceBenchmarks
{
    private static readonly int Spans = 150_000 * Work.Scale;
    private static readonly int Chunks = 18_000 * Work.Scale;
    private const int ChunkSamples = 100;
    private const int Functions = 500;
    private static readonly int FirefoxSamples = 700_000 * Work.Scale;
    private const int Depth = 30;

    private byte[] _spans = null!;
    private byte[] _chunks = null!;
    private byte[] _firefox = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(7);
        _spans = Set(MakeSpans(random), Spans, nameof(ChromeTraceSpans), nameof(ChromeTraceSpansTokens));
        _chunks = Set(MakeChunks(random), Chunks * ChunkSamples, nameof(ChromeTraceProfile), nameof(ChromeTraceProfileTokens));
        _firefox = Set(MakeFirefox(random), FirefoxSamples, nameof(Firefox), nameof(FirefoxTokens));
        Work.Keep("spans.trace.json", _spans);
        Work.Keep("chunks.trace.json", _chunks);
        Work.Keep("processed.firefox.json", _firefox);
    }

    [Benchmark]
    public Profile ChromeTraceSpans() => ProfileFormats.Default.Parse(_spans);

    [Benchmark]
    public int ChromeTraceSpansTokens() => CountTokens(_spans);

    [Benchmark]
    public Profile ChromeTraceProfile() => ProfileFormats.Default.Parse(_chunks);

    [Benchmark]
    public int ChromeTraceProfileTokens() => CountTokens(_chunks);

    [Benchmark]
    public Profile Firefox() => ProfileFormats.Default.Parse(_firefox);

    [Benchmark]
    public int FirefoxTokens() => CountTokens(_firefox);

    private static byte[] Set(byte[] text, int samples, params string[] methods)
    {
        foreach (string method in methods) Work.Set(method, new Work(samples, text.Length));
        return text;
    }

    private static int CountTokens(byte[] text)
    {
        int tokens = 0;
        var reader = new Utf8JsonReader(text);
        while (reader.Read()) tokens++;
        return tokens;
    }

    // As clang writes them: a span follows those within it.
    private static byte[] MakeSpans(Random random)
    {
        var text = new StringBuilder("{\"traceEvents\":[");
        long time = 0;
        for (int i = 0; i < Spans; i += 3)
        {
            int length = random.Next(100, 2000);
            Add(time + 10, length / 4, "Source");
            Add(time + 10 + (length / 3), length / 3, "InstantiateClass");
            Add(time, length, i % 2 == 0 ? "ParseClass" : "OptFunction");
            time += length + random.Next(0, 50);
        }
        text.Append("{\"cat\":\"\",\"pid\":7,\"tid\":7,\"ts\":0,\"ph\":\"M\",\"name\":\"thread_name\",\"args\":{\"name\":\"clang\"}}]}");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Add(long start, long length, string name) => text.Append(
            CultureInfo.InvariantCulture,
            $$$"""{"pid":7,"tid":7,"ph":"X","ts":{{{start}}},"dur":{{{length}}},"name":"{{{name}}}","args":{"detail":"std::vector<int, std::allocator<int>>::push_back_{{{random.Next(500)}}}"}},""");
    }

    private static byte[] MakeChunks(Random random)
    {
        var text = new StringBuilder("[{\"args\":{\"data\":{\"startTime\":1000}},\"id\":\"0x2\",\"name\":\"Profile\",\"ph\":\"P\",\"pid\":7,\"tid\":71,\"ts\":1001}");
        string nodes = "{\"id\":1,\"callFrame\":{\"functionName\":\"(root)\",\"scriptId\":0}}";
        for (int id = 2; id < Functions; id++)
        {
            nodes += string.Create(
                CultureInfo.InvariantCulture,
                $$""",{"id":{{id}},"parent":{{(id % Depth == 0 ? 1 : id - 1)}},"callFrame":{"codeType":"JS","functionName":"function{{id}}","scriptId":7,"url":"file:///app.js","lineNumber":{{id}},"columnNumber":4} }""");
        }
        for (int i = 0; i < Chunks; i++)
        {
            text.Append(",{\"args\":{\"data\":{\"cpuProfile\":{").Append(i == 0 ? $"\"nodes\":[{nodes}]," : "").Append("\"samples\":[");
            text.AppendJoin(',', Enumerable.Range(0, ChunkSamples).Select(_ => random.Next(2, Functions)));
            text.Append("]},\"timeDeltas\":[").AppendJoin(',', Enumerable.Range(0, ChunkSamples).Select(_ => random.Next(60) == 0 ? -random.Next(40) : random.Next(50, 300)));
            text.Append(CultureInfo.InvariantCulture, $"]}}}},\"id\":\"0x2\",\"name\":\"ProfileChunk\",\"ph\":\"P\",\"pid\":7,\"tid\":99,\"ts\":{2000 + (i * 10_000)}}}");
        }
        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    private static byte[] MakeFirefox(Random random)
    {
        var builder = new ProfileBuilder();
        SampleEventId eventId = builder.AddEvent("samples", []);
        ThreadId[] threads = [.. Enumerable.Range(0, 8).Select(i => builder.AddThread(7, 70 + i, $"worker {i}"))];
        var stacks = new List<StackId> { StackId.Empty };
        for (int i = 0; i < 20_000; i++)
        {
            FrameId frame = builder.AddFrame(builder.AddSymbol($"namespace::function{i % Functions}"), builder.AddModule($"/usr/lib/{i % 7}.so"), FrameKind.User);
            stacks.Add(builder.AddStack(stacks[i % Depth == 0 ? 0 : i], frame));
        }
        for (int i = 0; i < FirefoxSamples; i++)
        {
            builder.AddSample(new SampleRow
            {
                Time = (i * 125_000L) + random.Next(60_000),
                Stack = stacks[random.Next(stacks.Count)],
                Thread = threads[random.Next(threads.Length)],
                Event = eventId,
                Count = random.Next(20) == 0 ? 5 : 1,
                IsIdle = random.Next(20) == 0,
            });
        }
        using var stream = new MemoryStream();
        ProfileWriters.Write(new FirefoxWriter(), builder.Build().Select(SampleFilter.All), stream);
        return stream.ToArray();
    }
}
