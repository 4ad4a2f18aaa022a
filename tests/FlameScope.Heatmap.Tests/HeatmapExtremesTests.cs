using FlameScope.Model;
using FlameScope.TestData;
using Xunit;
using static FlameScope.Heatmap.Tests.SubsecondHeatmapTests;

namespace FlameScope.Heatmap.Tests;

public class HeatmapExtremesTests
{
    private const long Second = TimeRange.NanosecondsPerSecond;
    private const long Latest = long.MaxValue - 1;
    private const long Earliest = long.MinValue + 1;

    [Fact]
    public void Negative_times_are_rounded_down_to_their_second()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(-1, 0, -Second));

        Assert.Equal(-Second, map.Origin);
        Assert.Equal(2, map.ColumnCount);
        Assert.Equal(1, map[0, 0]);
        Assert.Equal(1, map[0, 49]);
        Assert.Equal(1, map[1, 0]);
    }

    [Fact]
    public void The_maximum_time_has_a_cell_and_the_grid_ends_with_the_last_nanosecond()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(Latest, Latest - Second));

        Assert.Equal(2, map.ColumnCount);
        Assert.Equal(2, map.Total);
        Assert.Equal(new HeatmapCell(1, 42), map.CellAt(Latest)); // 0.854775806 s of the second
        Assert.Equal(1, map[1, 42]);
        Assert.Equal(long.MaxValue, map.Range.End);
        Assert.True(map.RangeOf(new HeatmapCell(1, 43)).IsEmpty);
        Assert.Equal(long.MaxValue, map.RangeOfColumn(1).End);
    }

    [Fact]
    public void The_minimum_time_has_a_cell()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(Earliest, Earliest + 5));

        Assert.Equal(2, map.Total);
        Assert.True(map.RangeOf(map.CellAt(Earliest)).Contains(Earliest));
        Assert.Equal(2, map.Selection.Within(map.RangeOf(map.CellAt(Earliest))).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(49)]
    [InlineData(1000)]
    public void The_longest_span_fits_long_columns(int rows)
    {
        Profile profile = Busy(Earliest, -1, 0, Latest);

        SubsecondHeatmap map = SubsecondHeatmap.From(profile, new HeatmapOptions { Rows = rows, ColumnNanoseconds = long.MaxValue });

        Assert.InRange(map.ColumnCount, 2, 3);
        Assert.Equal(4, map.Total);
        foreach (long time in profile.Samples.Times)
        {
            TimeRange range = map.RangeOf(map.CellAt(time));
            Assert.True(range.Contains(time));
            Assert.Equal(map.Selection.Within(range).Count, map[map.CellAt(time).Column, map.CellAt(time).Row]);
        }
    }

    [Fact]
    public void The_shortest_column_has_one_nanosecond_per_row()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(0, 1, 9, 10), new HeatmapOptions { Rows = 10, ColumnNanoseconds = 10 });

        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], map.Values.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 1000)]
    [InlineData(50, Second)]
    [InlineData(7, Second)]
    [InlineData(999, 333_333_333)]
    [InlineData(3, 60 * Second)]
    [InlineData(1000, long.MaxValue)]
    public void A_cell_contains_its_first_and_last_nanosecond(int rows, long columnLength)
    {
        var options = new HeatmapOptions { Rows = rows, ColumnNanoseconds = columnLength };
        SubsecondHeatmap grid = SubsecondHeatmap.From(Busy(0), options);
        long[] times = [.. Enumerable.Range(0, rows).Select(row => grid.RangeOf(new HeatmapCell(0, row))).SelectMany(r => new[] { r.Start, r.End - 1 })];

        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(times), options);

        Assert.Equal(Enumerable.Repeat(2L, rows), map.Values.ToArray());
    }

    // The way to find a boundary depends on the number of samples. Here, adjacent cells contain from none to hundreds of samples.
    [Theory]
    [InlineData("samples")]
    [InlineData("period")]
    public void Cells_with_few_and_many_samples_can_adjoin(string name)
    {
        var weight = SampleWeight.Parse(name);
        var random = new Random(5);
        int[] sizes = [0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 100, 300];
        int[] counts = [.. Enumerable.Range(0, 500).Select(i => i < 100 ? i % 3 : sizes[random.Next(sizes.Length)])];
        SampleSpec[] samples = [.. counts.SelectMany((count, cell) => Enumerable.Range(0, count).Select(i =>
            new SampleSpec((cell * 1000) + random.Next(1000), "comm", 1, i % 3, 0, "cycles", 1 + (i % 5), ["f"])))];
        Profile profile = ProfileSpec.Build(samples);
        foreach (SampleFilter filter in new SampleFilter[] { SampleFilter.All, new() { Tid = 1 } })
        {
            SampleSelection selection = profile.Select(filter);
            SubsecondHeatmap map = SubsecondHeatmap.From(selection, new HeatmapOptions { Rows = 50, ColumnNanoseconds = 50_000, Weight = weight });
            var expected = new long[map.Values.Length];
            foreach (int sample in selection) expected[(int)(profile.Samples.Times[sample] / 1000)] += weight == SampleWeight.Period ? profile.Samples.Periods[sample] : 1;

            Assert.Equal(expected, map.Values.ToArray());
        }
    }

    [Fact]
    public void A_range_of_a_huge_span_can_be_shown()
    {
        Profile profile = Busy(0, Second, Latest);

        SubsecondHeatmap start = SubsecondHeatmap.From(profile.Select().Within(new TimeRange(0, 3 * Second)), new HeatmapOptions { CropToRange = true });
        SubsecondHeatmap end = SubsecondHeatmap.From(
            profile.Select().Within(new TimeRange(Latest - 5, long.MaxValue)), new HeatmapOptions { CropToRange = true });

        Assert.Equal(3, start.ColumnCount);
        Assert.Equal(2, start.Total);
        Assert.Equal(1, end.ColumnCount);
        Assert.Equal(1, end.Total);
    }
}
