using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Heatmap.Tests;

public class SubsecondHeatmapTests
{
    private const long Second = TimeRange.NanosecondsPerSecond;

    [Fact]
    public void A_sample_is_in_the_column_of_its_second_and_the_row_of_its_fraction()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(10 * Second, (12 * Second) + 19_999_999, (12 * Second) + 20_000_000, (12 * Second) + 999_999_999));

        Assert.Equal(10 * Second, map.Origin);
        Assert.Equal(3, map.ColumnCount);
        Assert.Equal(50, map.RowCount);
        Assert.Equal(1, map[0, 0]);
        Assert.Equal(0, map.GetColumnTotal(1));
        Assert.Equal(1, map[2, 0]);
        Assert.Equal(1, map[2, 1]);
        Assert.Equal(1, map[2, 49]);
        Assert.Equal(new TimeRange(12 * Second, 13 * Second), map.RangeOfColumn(2));
        Assert.Equal(new TimeRange((12 * Second) + 20_000_000, (12 * Second) + 40_000_000), map.RangeOf(new HeatmapCell(2, 1)));
    }

    [Fact]
    public void A_last_sample_on_a_whole_second_has_a_column()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(1, 2 * Second));

        Assert.Equal(3, map.ColumnCount);
        Assert.Equal(1, map[2, 0]);
    }

    [Fact]
    public void An_idle_start_and_end_leave_empty_columns()
    {
        Profile profile = ProfileSpec.Build([Idle(0), Idle(Second), Sample(2 * Second), Idle(5 * Second), Sample(2 * Second)]);

        SubsecondHeatmap map = SubsecondHeatmap.From(profile);
        SubsecondHeatmap all = SubsecondHeatmap.From(profile.Select(SampleFilter.All));

        Assert.Equal(6, map.ColumnCount);
        Assert.Equal([0, 0, 2, 0, 0, 0], Enumerable.Range(0, 6).Select(map.GetColumnTotal));
        Assert.Equal([1, 1, 2, 0, 0, 1], Enumerable.Range(0, 6).Select(all.GetColumnTotal));
    }

    [Fact]
    public void Rows_that_do_not_divide_a_second_start_at_their_first_nanosecond()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(0, 20_408_163, 20_408_164), new HeatmapOptions { Rows = 49 });

        Assert.Equal(2, map[0, 0]);
        Assert.Equal(1, map[0, 1]);
        Assert.Equal(new TimeRange(0, 20_408_164), map.RangeOf(new HeatmapCell(0, 0))); // 1e9 / 49 = 20,408,163.27
        Assert.Equal(new TimeRange(979_591_837, Second), map.RangeOf(new HeatmapCell(0, 48)));
    }

    [Fact]
    public void A_selection_wraps_from_column_to_column()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(0, 3 * Second), new HeatmapOptions { Rows = 10 });

        TimeRange range = map.RangeOf(new HeatmapCell(2, 1), new HeatmapCell(0, 8));

        Assert.Equal(new TimeRange(800_000_000, (2 * Second) + 200_000_000), range);
    }

    [Fact]
    public void Periods_are_summed_when_they_are_the_weight()
    {
        Profile profile = ProfileSpec.Build([Sample(0) with { Period = 3 }, Sample(1) with { Period = 0 }, Sample(2) with { Period = long.MaxValue - 3 }]);

        SubsecondHeatmap map = SubsecondHeatmap.From(profile, new HeatmapOptions { Weight = SampleWeight.Period });

        Assert.Equal(long.MaxValue, map[0, 0]);
        Assert.Equal(long.MaxValue, map.Total);
        Assert.Equal(SampleWeight.Period, map.Weight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void Many_samples_per_cell_give_the_same_counts_as_few(int rows)
    {
        // 997 does not divide a second, so cells contain different numbers of samples, and runs start and end at every bit of a word of the mask.
        SampleSpec[] samples = [.. Enumerable.Range(0, 20_000).Select(i => (i % 7 == 0 ? Idle(i * 997_001L) : Sample(i * 997_001L)) with { Period = i })];
        Profile profile = ProfileSpec.Build(samples);
        foreach (SampleWeight weight in new[] { SampleWeight.Samples, SampleWeight.Period })
        {
            SubsecondHeatmap map = SubsecondHeatmap.From(profile, new HeatmapOptions { Rows = rows, Weight = weight });
            var expected = new long[map.Values.Length];
            foreach (SampleSpec sample in samples.Where(s => s.Comm == "app"))
            {
                long column = sample.Time!.Value / Second, row = sample.Time.Value % Second * rows / Second;
                expected[(column * rows) + row] += weight == SampleWeight.Period ? sample.Period : 1;
            }
            Assert.Equal(expected, map.Values.ToArray());
        }
    }

    [Fact]
    public void An_empty_selection_gives_an_empty_map_of_the_same_size()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(0, 3 * Second).Select(new SampleFilter { Comm = "nobody" }));

        Assert.Equal(4, map.ColumnCount);
        Assert.Equal(0, map.Maximum);
        Assert.Equal(0, map.Total);
        Assert.Equal(new HeatmapCell(0, 0), map.Busiest);
    }

    [Fact]
    public void Cropping_keeps_the_columns_that_the_range_overlaps()
    {
        Profile profile = Busy(10 * Second, 20 * Second, 30 * Second);
        var crop = new HeatmapOptions { CropToRange = true };

        SubsecondHeatmap map = SubsecondHeatmap.From(profile.Select().Within(new TimeRange((19 * Second) + 5, 22 * Second)), crop);
        SubsecondHeatmap beside = SubsecondHeatmap.From(profile.Select().Within(new TimeRange(90 * Second, 99 * Second)), crop);
        SubsecondHeatmap none = SubsecondHeatmap.From(profile.Select().Within(new TimeRange(20 * Second, 20 * Second)), crop);

        Assert.Equal(new TimeRange(19 * Second, 22 * Second), map.Range);
        Assert.Equal(1, map[1, 0]);
        Assert.Equal(new TimeRange(30 * Second, 31 * Second), beside.Range);
        Assert.Equal(0, beside.Total);
        Assert.Equal(new TimeRange(20 * Second, 21 * Second), none.Range);
    }

    internal static SampleSpec Sample(long? time) => new(time, "app", 1, 1, 0, "cycles", 1, ["main"]);

    internal static SampleSpec Idle(long? time) => new(time, "swapper", 0, 0, 0, "cycles", 1, ["do_idle", "default_idle"]);

    internal static Profile Busy(params long[] times) => ProfileSpec.Build(times.Select(time => Sample(time)));
}
