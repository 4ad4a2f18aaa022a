using BenchmarkDotNet.Attributes;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Benchmarks;

/// <summary>From ten million samples to a heat map, with many and with few samples a cell, with every sample and without the idle ones.</summary>
public class HeatmapBenchmarks
{
    private SampleSelection _all = null!;
    private SampleSelection _busy = null!;
    private HeatmapOptions _options = null!;
    private HeatmapOptions _fine = null!;

    /// <summary>Of 600 columns: 333, 67 and 17 samples a cell. Of 2000: 100, 20 and 5.</summary>
    [Params(50, 250, 1000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _all = MadeProfile.Value.Select(SampleFilter.Everything);
        _busy = MadeProfile.Value.Select();
        _options = new HeatmapOptions { Rows = Rows };
        _fine = _options with { ColumnLength = TimeSpan.FromMilliseconds(300) };
        Work.Set(nameof(AllSamples), new Work(MadeProfile.SampleCount));
        Work.Set(nameof(WithoutIdle), new Work(MadeProfile.SampleCount));
        Work.Set(nameof(ShortColumns), new Work(MadeProfile.SampleCount));
    }

    [Benchmark]
    public SubsecondHeatmap AllSamples() => SubsecondHeatmap.From(_all, _options);

    [Benchmark]
    public SubsecondHeatmap WithoutIdle() => SubsecondHeatmap.From(_busy, _options);

    [Benchmark]
    public SubsecondHeatmap ShortColumns() => SubsecondHeatmap.From(_all, _fine);
}
