using FlameScope.Model;
using FlameScope.TestData;
using Xunit;
using static FlameScope.Heatmap.Tests.SubsecondHeatmapTests;

namespace FlameScope.Heatmap.Tests;

public class HeatmapErrorsTests
{
    private const long Second = TimeRange.NanosecondsPerSecond;

    [Fact]
    public void A_profile_without_times_has_no_heat_map()
    {
        Profile profile = ProfileSpec.Build([Sample(null)]);

        var e = Assert.Throws<UntimedProfileException>(() => SubsecondHeatmap.From(profile));

        Assert.Equal("No sample of the profile has a time: it has stacks, but no heat map and no ranges of time.", e.Message);
        Assert.Throws<UntimedProfileException>(() => SubsecondHeatmap.From(ProfileSpec.Build([])));
        Assert.Throws<UntimedProfileException>(() => SubsecondHeatmap.From(profile, new HeatmapOptions { CropToRange = true }));
    }

    [Fact]
    public void A_stray_time_does_not_make_a_huge_map()
    {
        Profile profile = Busy(Second / 2, 31_556_952 * Second);

        var e = Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(profile));

        Assert.Equal(
            "The heat map spans 31,556,952.000000001 s, which is 31,556,953 columns of 1 s, the most is 1,000,000:"
            + " select a range and set CropToRange, or choose a longer ColumnLength.",
            e.Message);
        Assert.Equal(31_556_953UL, e.ColumnsNeeded);
        Assert.Equal(new TimeRange(0, (31_556_952 * Second) + 1), e.Span);
    }

    [Fact]
    public void Cells_are_limited_as_columns_are()
    {
        Profile profile = Busy(0, 99_999 * Second);

        var e = Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(profile, new HeatmapOptions { Rows = 1000 }));

        Assert.Contains("100,000 columns of 1 s, of 1,000 rows each, and the most is 67,108,864 cells:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_is_the_last_number_of_columns_that_is_allowed()
    {
        var options = new HeatmapOptions { MaximumColumns = 3 };

        Assert.Equal(3, SubsecondHeatmap.From(Busy(0, (3 * Second) - 1), options).ColumnCount);
        Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(Busy(0, 3 * Second), options));
    }

    [Fact]
    public void The_longest_span_in_the_shortest_columns_is_told_and_not_tried()
    {
        var options = new HeatmapOptions { Rows = 1, ColumnLength = 1, MaximumColumns = int.MaxValue };

        var e = Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(Busy(long.MinValue + 1, long.MaxValue - 1), options));

        Assert.Equal(ulong.MaxValue - 1, e.ColumnsNeeded);
    }

    [Theory]
    [InlineData(0, Second, 1, "Rows must be from 1 to 1000.")]
    [InlineData(-1, Second, 1, "Rows must be from 1 to 1000.")]
    [InlineData(1001, Second, 1, "Rows must be from 1 to 1000.")]
    [InlineData(50, 49, 1, "ColumnLength is in nanoseconds, of which each row needs at least one.")]
    [InlineData(1, 0, 1, "ColumnLength is in nanoseconds, of which each row needs at least one.")]
    [InlineData(1, long.MinValue, 1, "ColumnLength is in nanoseconds, of which each row needs at least one.")]
    [InlineData(50, Second, 0, "MaximumColumns must be at least 1.")]
    public void Options_are_checked_when_a_map_is_made(int rows, long length, int columns, string message)
    {
        var options = new HeatmapOptions { Rows = rows, ColumnLength = length, MaximumColumns = columns };

        var e = Assert.Throws<ArgumentOutOfRangeException>(() => SubsecondHeatmap.From(Busy(0), options));

        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.Equal("options", e.ParamName);
    }

    [Fact]
    public void An_unknown_weight_is_an_error_that_lists_the_known_ones()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(
            () => SubsecondHeatmap.From(Busy(0), new HeatmapOptions { Weight = (SampleWeight)9 }));

        Assert.StartsWith("Weight must be one of Samples, Period.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(2, 0)]
    [InlineData(0, 50)]
    public void There_are_no_cells_beside_the_map(int column, int row)
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(0, Second));
        var cell = new HeatmapCell(column, row);

        Assert.Equal("cell", Assert.Throws<ArgumentOutOfRangeException>(() => map[column, row]).ParamName);
        Assert.Equal("cell", Assert.Throws<ArgumentOutOfRangeException>(() => map.GetValue(cell)).ParamName);
        Assert.Equal("cell", Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOf(cell)).ParamName);
        Assert.Equal("first", Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOf(cell, default)).ParamName);
        Assert.Equal("last", Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOf(default, cell)).ParamName);
    }

    [Fact]
    public void There_are_no_columns_and_times_beside_the_map()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(Second, 2 * Second));

        Assert.Throws<ArgumentOutOfRangeException>(() => map.GetColumn(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.GetColumnTotal(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOfColumn(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.CellAt(Second - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.CellAt(3 * Second));
        Assert.Equal(new HeatmapCell(1, 49), map.CellAt((3 * Second) - 1));
    }
}
