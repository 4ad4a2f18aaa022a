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
    public void A_single_wrong_time_throws_instead_of_making_a_huge_map()
    {
        Profile profile = Busy(Second / 2, 31_556_952 * Second);

        var e = Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(profile));

        Assert.Equal(
            "The heat map spans 31,556,952.000000001 s, which is 31,556,953 columns of 1 s, the maximum is 1,000,000:"
            + " select a range and set CropToRange, or choose a longer ColumnLength.",
            e.Message);
        Assert.Equal(31_556_953, e.ColumnsNeeded);
        Assert.Equal(new TimeRange(0, (31_556_952 * Second) + 1), e.Span);
    }

    [Fact]
    public void The_number_of_cells_is_limited()
    {
        Profile profile = Busy(0, 99_999 * Second);

        var e = Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(profile, new HeatmapOptions { Rows = 1000 }));

        Assert.Contains("100,000 columns of 1 s, with 1,000 rows each, and the maximum is 67,108,864 cells:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_on_columns_is_inclusive()
    {
        var options = new HeatmapOptions { MaximumColumns = 3 };

        Assert.Equal(3, SubsecondHeatmap.From(Busy(0, (3 * Second) - 1), options).ColumnCount);
        Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(Busy(0, 3 * Second), options));
    }

    [Fact]
    public void The_longest_span_in_the_shortest_columns_throws()
    {
        var options = new HeatmapOptions { Rows = 1, ColumnNanoseconds = 1, MaximumColumns = int.MaxValue };

        var e = Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.From(Busy(long.MinValue + 1, long.MaxValue - 1), options));

        Assert.Equal(long.MaxValue, e.ColumnsNeeded);
        Assert.Contains("18,446,744,073,709,551,614 columns", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void The_number_of_rows_has_a_range(int rows)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new HeatmapOptions { Rows = rows });

        Assert.StartsWith("Rows must be from 1 to 1000.", e.Message, StringComparison.Ordinal);
        Assert.Equal("Rows", e.ParamName);
    }

    [Fact]
    public void The_maximum_number_of_columns_is_at_least_1() =>
        Assert.Equal("MaximumColumns", Assert.Throws<ArgumentOutOfRangeException>(() => new HeatmapOptions { MaximumColumns = 0 }).ParamName);

    [Fact]
    public void The_length_of_a_column_is_positive_and_fits_nanoseconds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeatmapOptions { ColumnLength = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeatmapOptions { ColumnLength = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeatmapOptions { ColumnLength = TimeSpan.MaxValue });

        var longest = TimeSpan.FromTicks(long.MaxValue / 100);
        Assert.Equal(longest, new HeatmapOptions { ColumnLength = longest }.ColumnLength);
        Assert.Equal(TimeSpan.FromSeconds(1), new HeatmapOptions().ColumnLength);
        Assert.Equal(TimeSpan.FromMinutes(1), SubsecondHeatmap.From(Busy(0), new HeatmapOptions { ColumnLength = TimeSpan.FromMinutes(1) }).ColumnLength);
    }

    [Fact]
    public void A_row_is_at_least_a_nanosecond()
    {
        var options = new HeatmapOptions { Rows = 101, ColumnLength = TimeSpan.FromTicks(1) };

        var e = Assert.Throws<ArgumentOutOfRangeException>(() => SubsecondHeatmap.From(Busy(0), options));

        Assert.StartsWith("ColumnLength must be at least one nanosecond per row.", e.Message, StringComparison.Ordinal);
        Assert.Equal("options", e.ParamName);
    }

    [Fact]
    public void A_weight_that_the_profile_does_not_have_throws_with_a_list_of_those_that_it_has()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main")]);

        var e = Assert.Throws<ArgumentException>(() => SubsecondHeatmap.From(profile, new HeatmapOptions { Weight = SampleWeight.Value("bytes") }));

        Assert.StartsWith("The profile has no value 'bytes'. Its values are samples, period.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_exception_has_the_standard_constructors()
    {
        var inner = new InvalidOperationException();

        Assert.NotEmpty(new HeatmapTooLargeException().Message);
        Assert.Equal("m", new HeatmapTooLargeException("m").Message);
        Assert.Same(inner, new HeatmapTooLargeException("m", inner).InnerException);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(2, 0)]
    [InlineData(0, 50)]
    public void Cells_outside_the_map_throw(int column, int row)
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(0, Second));
        var cell = new HeatmapCell(column, row);

        Assert.Equal(column is 0 ? "row" : "column", Assert.Throws<ArgumentOutOfRangeException>(() => map[column, row]).ParamName);
        Assert.Equal("cell", Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOf(cell)).ParamName);
        Assert.Equal("first", Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOf(cell, default)).ParamName);
        Assert.Equal("last", Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOf(default, cell)).ParamName);
    }

    [Fact]
    public void Columns_and_times_outside_the_map_throw()
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(Busy(Second, 2 * Second));

        Assert.Throws<ArgumentOutOfRangeException>(() => map.GetColumn(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.GetColumnTotal(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.RangeOfColumn(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.CellAt(Second - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.CellAt(3 * Second));
        Assert.Equal(new HeatmapCell(1, 49), map.CellAt((3 * Second) - 1));
    }

    [Fact]
    public void Arguments_that_are_null_are_refused_by_name()
    {
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(() => SubsecondHeatmap.From((Profile)null!)).ParamName);
        Assert.Equal("selection", Assert.Throws<ArgumentNullException>(() => SubsecondHeatmap.From((SampleSelection)null!)).ParamName);
        Assert.Equal("stops", Assert.Throws<ArgumentNullException>(() => ColorScale.Create("x", null!)).ParamName);
        Assert.Equal("s", Assert.Throws<ArgumentNullException>(() => Rgb.Parse(null!)).ParamName);
    }
}
