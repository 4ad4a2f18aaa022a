using BenchmarkDotNet.Attributes;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Benchmarks;

/// <summary>Builds the heat map of ten million samples, with many and with few samples per cell, with and without idle samples.</summary>
public class HeatmapBenchmarks
{
    private SampleSelection _all = null!;
    private SampleSelection _busy = null!;
    private HeatmapOptions _options = null!;
    private HeatmapOptions _fine = null!;

    /// <summary>The rows per column. With 600 columns: 333, 67 and 17 samples per cell. With 2000 columns: 100, 20 and 5.</summary>
    [Params(50, 250, 1000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _all = MadeProfile.Value.Select(SampleFilter.All);
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
