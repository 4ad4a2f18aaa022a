using System.Globalization;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Diagnostics.Tracing.StackSources;
using Microsoft.Diagnostics.Tracing.Utilities;

namespace FlameScope.Benchmarks;

/// <summary>
/// Parses text to a profile. Compared with finding the newlines (the lower bound), with lines and regular expressions, and with the parser of
/// TraceEvent.
/// </summary>
public partial class ParseBenchmarks
{
    private byte[] _text = null!;

    [GlobalSetup]
    public void Setup()
    {
        _text = BenchmarkInput.ReadText();
        var work = new Work(PerfScript.Parse(_text).Samples.Count, _text.Length);
        string[] methods = [nameof(LineWalk), nameof(Parse), nameof(ParseOnTwoThreads), nameof(Read), nameof(ReadLineAndRegex), nameof(TraceEvent)];
        foreach (string method in methods) Work.Set(method, work);
    }

    [Benchmark(Baseline = true)]
    public int LineWalk()
    {
        int lines = 0;
        ReadOnlySpan<byte> text = _text;
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..]) lines++;
        return lines;
    }

    [Benchmark]
    public Profile Parse() => PerfScript.Parse(_text, new ProfileReadOptions { MaximumThreads = 1 });

    [Benchmark]
    public Profile ParseOnTwoThreads() => PerfScript.Parse(_text, new ProfileReadOptions { MaximumThreads = 2 });

    [Benchmark]
    public int Read()
    {
        int frames = 0;
        var reader = new PerfScriptReader(_text);
        while (reader.Read()) frames += reader.Kind == PerfLineKind.Frame ? 1 : 0;
        return frames;
    }

    [Benchmark]
    public int ReadLineAndRegex()
    {
        var stacks = new Dictionary<string, int>();
        var frames = new List<string>();
        using var lines = new StreamReader(new MemoryStream(_text));
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

    /// <summary>The parser of TraceEvent, without building a stack source from the events.</summary>
    [Benchmark]
    public int TraceEvent()
    {
        var parser = new LinuxPerfScriptEventParser { MaxSamples = int.MaxValue };
        using var text = new FastStream(new MemoryStream(_text));
        parser.SkipPreamble(text);
        int samples = 0;
        foreach (LinuxEvent _ in parser.Parse(text)) samples++;
        return samples;
    }

    [GeneratedRegex(@"^(?<comm>\S.+?)\s+(?<tid>\d+)\s+\[(?<cpu>\d+)\]\s+(?<time>\d+\.\d+):\s+(?<period>\d+)?\s*(?<event>\S+):")]
    private static partial Regex Event();

    [GeneratedRegex(@"^\s+(?<address>[0-9a-f]+)\s+(?<symbol>.+?)(\+0x[0-9a-f]+)?\s+\((?<module>.*)\)$")]
    private static partial Regex FrameLine();
}
