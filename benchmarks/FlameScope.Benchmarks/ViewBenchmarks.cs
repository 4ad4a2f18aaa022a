using BenchmarkDotNet.Attributes;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Benchmarks;

/// <summary>From a profile to what is shown of it: heat map, the tree of the whole and of a second, pictures.</summary>
[MemoryDiagnoser]
public class ViewBenchmarks
{
    private Profile _profile = null!;
    private StackTreeBuilder _trees = null!;
    private StackTree _whole = null!;
    private TimeRange _second;

    [GlobalSetup]
    public void Setup()
    {
        _profile = PerfScript.Parse(BenchmarkInput.ReadText());
        _trees = new StackTreeBuilder(_profile);
        _whole = _trees.Build(TimeRange.All);
        _second = _profile.RangeOfSeconds(10, 11);
    }

    [Benchmark]
    public SubsecondHeatMap HeatMap() => SubsecondHeatMap.From(_profile);

    [Benchmark]
    public StackTree TreeFromScratch() => StackTree.From(_profile);

    [Benchmark]
    public int TreeOfAll() => RentAndReturn(TimeRange.All);

    [Benchmark]
    public int TreeOfASecond() => RentAndReturn(_second);

    [Benchmark]
    public void FlameGraphToSvg() => FlameGraphSvg.Write(_whole, Stream.Null);

    [Benchmark]
    public void FlameGraphToFolded() => FoldedStacks.Write(_whole, Stream.Null);

    private int RentAndReturn(TimeRange range)
    {
        StackTree tree = _trees.Rent(range);
        int count = tree.Count;
        _trees.Return(tree);
        return count;
    }
}
