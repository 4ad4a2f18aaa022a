using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.Heatmap.Tests;

/// <summary>A random profile with at least one time, a selection of it and options.</summary>
public sealed record HeatmapCase(SampleSpec[] Samples, SampleFilter Filter, HeatmapOptions Options)
{
    private static readonly int[] RowCounts = [1, 2, 3, 7, 10, 49, 50, 99, 100];

    // Of these only a second is a multiple of 50 rows that are whole nanoseconds; long.MaxValue is the maximum.
    private static readonly long[] ColumnLengths =
        [TimeRange.NanosecondsPerSecond, TimeRange.NanosecondsPerSecond, TimeRange.NanosecondsPerSecond, 250_000_000, 333_333_333, 50_000_021, 2_500_000_000, 60_000_000_000, long.MaxValue];

    private static readonly SampleFilter[] Filters =
    [
        SampleFilter.Default,
        SampleFilter.All,
        new() { Pid = 1 },
        new() { IncludeIdle = true, Range = new TimeRange(6_123_456_789, 9_000_000_000) },
        new() { Range = new TimeRange(5_000_000_000, 5_000_000_001) },
        new() { Range = new TimeRange(0, 1) },
    ];

    public static Arbitrary<HeatmapCase> Any => Arb.From(
        from first in ProfileGenerators.TimedSample
        from rest in ProfileGenerators.Samples.Generator
        from repeats in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Constant(300)))
        from filter in Gen.Elements(Filters)
        from rows in Gen.Elements(RowCounts)
        from length in Gen.Elements(ColumnLengths)
        from weight in Gen.Elements(SampleWeight.Samples, SampleWeight.Period)
        from crop in Gen.Elements(false, true)
        select new HeatmapCase(
            [first, .. Enumerable.Repeat(rest, repeats).SelectMany(r => r)],
            filter,
            new HeatmapOptions { Rows = rows, ColumnNanoseconds = length, Weight = weight, CropToRange = crop }),
        Shrink);

    public SampleSelection Select() => ProfileSpec.Build(Samples).Select(Filter);

    public SubsecondHeatmap Map() => SubsecondHeatmap.From(Select(), Options);

    private static IEnumerable<HeatmapCase> Shrink(HeatmapCase c) =>
        from left in Enumerable.Range(1, c.Samples.Length - 1)
        select c with { Samples = [.. c.Samples.Where((_, i) => i != left)] };

    public override string ToString() => $"{Samples.Length} samples {string.Join(' ', Samples.Select(s => s.Time))}, {Filter}, {Options}";
}
