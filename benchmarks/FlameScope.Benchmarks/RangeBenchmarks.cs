using BenchmarkDotNet.Attributes;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Benchmarks;

/// <summary>Builds the tree of a time range of ten million samples with 300,000 stacks, pooled, and the index that this requires.</summary>
public class RangeBenchmarks
{
    private Profile _recording = null!;
    private StackTreeBuilder _trees = null!;
    private TimeRange _half;
    private TimeRange _second;

    [GlobalSetup]
    public void Setup()
    {
        _recording = PerfScript.Parse(BenchmarkInput.ReadText());
        _trees = new StackTreeBuilder(MadeProfile.Value);
        _half = MadeProfile.Value.RangeOfSeconds(150, 440);
        _second = MadeProfile.Value.RangeOfSeconds(10, 11);
        Work.Set(nameof(TreeOfRecording), new Work(_recording.Samples.Count));
        Work.Set(nameof(Whole), new Work(MadeProfile.SampleCount));
        Work.Set(nameof(Half), new Work(MadeProfile.Value.Select().Within(_half).Count));
        Work.Set(nameof(Second), new Work(MadeProfile.Value.Select().Within(_second).Count));
    }

    [Benchmark]
    public StackTree TreeOfRecording() => StackTree.From(_recording);

    [Benchmark]
    public int Whole() => RentAndReturn(TimeRange.All);

    [Benchmark]
    public int Half() => RentAndReturn(_half);

    [Benchmark]
    public int Second() => RentAndReturn(_second);

    private int RentAndReturn(TimeRange range)
    {
        using RentedStackTree rented = _trees.Rent(range);
        return rented.Tree.Count;
    }
}
