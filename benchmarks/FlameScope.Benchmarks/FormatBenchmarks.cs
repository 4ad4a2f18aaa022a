using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Benchmarks;

/// <summary>
/// Parses profiles in text formats, about 20 MB of each, on one thread. FLAMESCOPE_BENCHMARK_SCALE=10 makes them ten times as large. Compared with the
/// tokens of <see cref="Utf8JsonReader"/>, without doing anything with them, and with the importer of speedscope, which <c>speedscope-import.mjs</c> runs
/// over the files that FLAMESCOPE_BENCHMARK_KEEP leaves in a folder.
/// </summary>
public class FormatBenchmarks
{
    private const int Functions = 500;
    private const int Depth = 12;
    private const int DistinctStacks = 20_000;
    private static readonly int CpuSamples = 2_700_000 * Work.Scale;
    private static readonly int StackSamples = 450_000 * Work.Scale;

    private byte[] _cpuProfile = null!;
    private byte[] _sampled = null!;
    private byte[] _evented = null!;
    private byte[] _folded = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(7);
        int[][] stacks = MakeStacks(random);
        _cpuProfile = Set(MakeCpuProfile(random), CpuSamples, nameof(CpuProfile), nameof(CpuProfileTokens));
        _sampled = Set(MakeSampled(stacks, random), stacks.Length, nameof(SpeedscopeSampled), nameof(SpeedscopeSampledTokens));
        _evented = Set(MakeEvented(stacks[..(stacks.Length / 4)], random), stacks.Length / 4, nameof(SpeedscopeEvented), nameof(SpeedscopeEventedTokens));
        Work.Keep("samples.cpuprofile", _cpuProfile);
        Work.Keep("sampled.speedscope.json", _sampled);
        Work.Keep("evented.speedscope.json", _evented);
        _folded = Set(MakeFolded(stacks[..(stacks.Length / 2)]), stacks.Length / 2, nameof(Folded));
    }

    [Benchmark]
    public Profile CpuProfile() => ProfileFormats.Default.Parse(_cpuProfile);

    [Benchmark]
    public int CpuProfileTokens() => CountTokens(_cpuProfile);

    [Benchmark]
    public Profile SpeedscopeSampled() => ProfileFormats.Default.Parse(_sampled);

    [Benchmark]
    public int SpeedscopeSampledTokens() => CountTokens(_sampled);

    [Benchmark]
    public Profile SpeedscopeEvented() => ProfileFormats.Default.Parse(_evented);

    [Benchmark]
    public int SpeedscopeEventedTokens() => CountTokens(_evented);

    // The sorted lines start with stacks of one frame, by which the format is not recognized.
    [Benchmark]
    public Profile Folded() => ProfileFormats.Default.Parse(_folded, new ProfileReadOptions { Format = "folded" });

    private static byte[] Set(string text, int samples, params string[] methods)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (string method in methods) Work.Set(method, new Work(samples, bytes.Length));
        return bytes;
    }

    private static int CountTokens(byte[] text)
    {
        int tokens = 0;
        var reader = new Utf8JsonReader(text);
        while (reader.Read()) tokens++;
        return tokens;
    }

    // The frames of a stack are those of the one before up to some depth, and others from there.
    private static int[][] MakeStacks(Random random)
    {
        var stacks = new int[StackSamples][];
        int[] last = [];
        for (int i = 0; i < stacks.Length; i++)
        {
            int common = random.Next(0, last.Length + 1);
            var stack = new int[Math.Max(common, random.Next(1, Depth))];
            for (int level = 0; level < stack.Length; level++) stack[level] = level < common ? last[level] : (level * 40) + random.Next(4);
            stacks[i] = last = stack;
        }
        return stacks;
    }

    private static string MakeCpuProfile(Random random)
    {
        var text = new StringBuilder("{\"nodes\":[{\"id\":1,\"callFrame\":{\"functionName\":\"(root)\",\"scriptId\":\"0\",\"url\":\"\",\"lineNumber\":-1,\"columnNumber\":-1},\"children\":[2]}");
        for (int id = 2; id < Functions; id++)
        {
            text.Append(CultureInfo.InvariantCulture, $$""",{"id":{{id}},"callFrame":{"functionName":"function{{id}}","scriptId":"7","url":"file:///srv/app.js","lineNumber":{{id}},"columnNumber":4},"hitCount":1""");
            text.Append(id % Depth == 0 || id + 1 == Functions ? "}" : string.Create(CultureInfo.InvariantCulture, $",\"children\":[{id + 1}]}}"));
        }
        text.Append("],\"startTime\":1000,\"endTime\":99999999999,\"samples\":[2");
        for (int i = 1; i < CpuSamples; i++) text.Append(',').Append(random.Next(2, Functions));
        text.Append("],\"timeDeltas\":[0");
        for (int i = 1; i < CpuSamples; i++) text.Append(',').Append(random.Next(90, 130));
        return text.Append("]}").ToString();
    }

    private static string MakeSampled(int[][] stacks, Random random)
    {
        StringBuilder text = MakeFrames();
        text.Append("{\"type\":\"sampled\",\"name\":\"t\",\"unit\":\"seconds\",\"startValue\":0,\"endValue\":1,\"samples\":[");
        // Some stacks are much more frequent than others.
        text.AppendJoin(',', stacks.Select(_ => "[" + string.Join(',', stacks[(int)(random.NextDouble() * random.NextDouble() * DistinctStacks)]) + "]"));
        text.Append("],\"weights\":[").AppendJoin(',', stacks.Select(_ => string.Create(CultureInfo.InvariantCulture, $"0.01{random.Next(1000):D3}")));
        return text.Append("]}]}").ToString();
    }

    private static string MakeEvented(int[][] stacks, Random random)
    {
        StringBuilder text = MakeFrames();
        text.Append("{\"type\":\"evented\",\"name\":\"t\",\"unit\":\"milliseconds\",\"startValue\":0,\"endValue\":1,\"events\":[");
        string separator = "";
        int[] last = [];
        long time = 0;
        foreach (int[] stack in stacks.Append([]))
        {
            time += random.Next(1, 1_000_000);
            int common = last.AsSpan().CommonPrefixLength(stack);
            for (int i = last.Length - 1; i >= common; i--) Add('C', last[i]);
            for (int i = common; i < stack.Length; i++) Add('O', stack[i]);
            last = stack;
        }
        return text.Append("]}]}").ToString();

        void Add(char type, int frame)
        {
            text.Append(separator).Append(CultureInfo.InvariantCulture, $$"""{"type":"{{type}}","frame":{{frame}},"at":{{time / 1_000_000}}.{{time % 1_000_000:D6}}}""");
            separator = ",";
        }
    }

    private static string MakeFolded(int[][] stacks)
    {
        string[] lines = [.. stacks.Select(stack => string.Join(';', stack.Select(frame => $"function{frame}")) + " 1")];
        Array.Sort(lines, StringComparer.Ordinal);
        return string.Join('\n', lines) + "\n";
    }

    private static StringBuilder MakeFrames()
    {
        var text = new StringBuilder("{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\",\"shared\":{\"frames\":[");
        text.AppendJoin(',', Enumerable.Range(0, Functions).Select(i => $$"""{"name":"function{{i}}","file":"app.py","line":{{i + 1}}}"""));
        return text.Append("]},\"profiles\":[");
    }
}
