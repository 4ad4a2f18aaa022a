using BenchmarkDotNet.Attributes;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Benchmarks;

/// <summary>Writes the stack tree and the heat map of the recording. MB/s refers to the output.</summary>
public class ExportBenchmarks
{
    private static readonly FlameGraphSvgOptions EveryFrame = new() { MinimumWidth = 0 };

    private StackTree _tree = null!;
    private SubsecondHeatmap _map = null!;

    [GlobalSetup]
    public void Setup()
    {
        Profile profile = PerfScript.Parse(BenchmarkInput.ReadText());
        _tree = StackTree.From(profile);
        _map = SubsecondHeatmap.From(profile);
        Measure(nameof(Svg), stream => FlameGraphSvg.Write(_tree, stream));
        Measure(nameof(SvgOfEveryFrame), stream => FlameGraphSvg.Write(_tree, stream, EveryFrame));
        Measure(nameof(Folded), stream => FoldedStacks.Write(_tree, stream));
        Measure(nameof(Heatmap), stream => HeatmapSvg.Write(_map, stream));
    }

    [Benchmark]
    public void Svg() => FlameGraphSvg.Write(_tree, Stream.Null);

    [Benchmark]
    public void SvgOfEveryFrame() => FlameGraphSvg.Write(_tree, Stream.Null, EveryFrame);

    [Benchmark]
    public void Folded() => FoldedStacks.Write(_tree, Stream.Null);

    [Benchmark]
    public void Heatmap() => HeatmapSvg.Write(_map, Stream.Null);

    private void Measure(string method, Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        Work.Set(method, new Work(_tree.SampleCount, output.Length));
    }
}
