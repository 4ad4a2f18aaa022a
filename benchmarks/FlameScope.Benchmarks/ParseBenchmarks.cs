using System.Globalization;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Benchmarks;

/// <summary>From text to a profile, beside the floor (finding the newlines) and what people write first (lines and expressions).</summary>
[Config(typeof(Config))]
[MemoryDiagnoser]
public partial class ParseBenchmarks
{
    private static readonly Lazy<byte[]> Text = new(BenchmarkInput.ReadText);

    private sealed class Config : ManualConfig
    {
        public Config() => AddColumn(new ThroughputColumn(static () => Text.Value.Length));
    }

    [Benchmark(Baseline = true)]
    public int LineWalk()
    {
        int lines = 0;
        ReadOnlySpan<byte> text = Text.Value;
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..]) lines++;
        return lines;
    }

    [Benchmark]
    public Profile Parse() => PerfScript.Parse(Text.Value);

    [Benchmark]
    public int Read()
    {
        int frames = 0;
        var reader = new PerfScriptReader(Text.Value);
        while (reader.Read()) frames += reader.Kind == PerfLineKind.Frame ? 1 : 0;
        return frames;
    }

    [Benchmark]
    public int ReadLineAndRegex()
    {
        var stacks = new Dictionary<string, int>();
        var frames = new List<string>();
        using var lines = new StreamReader(new MemoryStream(Text.Value));
        while (lines.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                frames.Reverse();
                string stack = string.Join(';', frames);
                stacks[stack] = stacks.GetValueOrDefault(stack) + 1;
                frames.Clear();
            }
            else if (Event().Match(line) is { Success: true } e)
            {
                _ = double.Parse(e.Groups["time"].ValueSpan, CultureInfo.InvariantCulture);
            }
            else if (FrameLine().Match(line) is { Success: true } frame)
            {
                frames.Add(frame.Groups["symbol"].Value);
            }
        }
        return stacks.Count;
    }

    [GeneratedRegex(@"^(?<comm>\S.+?)\s+(?<tid>\d+)\s+\[(?<cpu>\d+)\]\s+(?<time>\d+\.\d+):\s+(?<period>\d+)?\s*(?<event>\S+):")]
    private static partial Regex Event();

    [GeneratedRegex(@"^\s+(?<address>[0-9a-f]+)\s+(?<symbol>.+?)(\+0x[0-9a-f]+)?\s+\((?<module>.*)\)$")]
    private static partial Regex FrameLine();
}
