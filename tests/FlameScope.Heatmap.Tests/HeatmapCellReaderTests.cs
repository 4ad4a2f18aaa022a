using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Heatmap.Tests;

public class HeatmapCellReaderTests
{
    private const long Second = TimeRange.NanosecondsPerSecond;

    [Fact]
    public void A_map_of_its_cells_is_the_map() => Prop.ForAll(ProfileGenerators.Samples, Arb.From(Gen.Choose(1, 60)), (specs, rows) =>
    {
        Profile profile = ProfileSpec.Build(specs);
        if (!profile.HasTimes) return;
        var options = new HeatmapOptions { Rows = rows, ColumnLength = TimeSpan.FromSeconds(3) };
        SubsecondHeatmap map = SubsecondHeatmap.From(profile, options);
        AssertSame(map, SubsecondHeatmap.FromCells(map.Origin, map.Values, options));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_map_read_from_the_starts_of_its_cells_is_the_map() => Prop.ForAll(ProfileGenerators.Samples, Arb.From(Gen.Choose(1, 60)), (specs, rows) =>
    {
        Profile profile = ProfileSpec.Build(specs);
        if (!profile.HasTimes) return;
        var options = new HeatmapOptions { Rows = rows };
        SubsecondHeatmap map = SubsecondHeatmap.From(profile, options);
        var lines = new StringBuilder("time_unix_nano,samples\n");
        for (int i = 0; i < map.Values.Length; i++)
        {
            // Zeros are needed only at both ends, where the map of the profile has columns for idle samples.
            if (map.Values[i] == 0 && i != 0 && i != map.Values.Length - 1) continue;
            lines.Append(map.RangeOf(new HeatmapCell(i / rows, i % rows)).Start).Append(',').Append(map.Values[i]).Append('\n');
        }
        AssertSame(map, Read(lines.ToString(), options)!);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1000000000,2\n1999999999,3\n")]
    [InlineData("time,n\r\n1000000000,2\r\n1999999999,3")]
    [InlineData("\uFEFF\"time\"\t\"n\"\n1000000000\t2\n\n1999999999\t3\n")]
    [InlineData(" 1000000000 | 2\n1999999999 | 1\n1999999999 | 2\n")]
    public void Lines_have_any_of_the_usual_separators(string text)
    {
        SubsecondHeatmap map = Read(text, new HeatmapOptions { Rows = 2 })!;
        Assert.Equal((Second, Second, 1), (map.Origin, map.Start, map.ColumnCount));
        Assert.Equal([2, 3], map.Values.ToArray());
        Assert.Equal("samples", map.Unit);
        Assert.Equal(0, map.Selection.Count);
    }

    [Theory]
    [InlineData("1,1\n1000000000", "Line 2: there are not two fields")]
    [InlineData("1,1\nnow,1", "Line 2: the first field is not a time in nanoseconds")]
    [InlineData("1.5,1", "Line 1: the first field is not a time in nanoseconds")]
    [InlineData("time,n\n1,-2", "Line 2: the second field is not a number of samples")]
    [InlineData("1,2,3", "Line 1: the second field is not a number of samples")]
    [InlineData("1,9223372036854775807\n2,1", "Line 2: the sum of all values does not fit in 64 bits")]
    [InlineData("-9223372036854775808,1", "Line 1: the time is outside the times that a profile can have")]
    public void A_wrong_line_is_named(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Throws<FormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_without_an_end_and_distant_times_use_bounded_memory()
    {
        Assert.StartsWith("Line 1: the line is too long", Assert.Throws<FormatException>(() => Read(new string('1', 100_000))).Message, StringComparison.Ordinal);
        Assert.Throws<HeatmapTooLargeException>(() => Read("0,1\n9000000000000000000,1"));
        Assert.Equal(1, Read("-9223372036854775807,1")!.Total);
        Assert.Equal(1, Read("9223372036854775806,1")!.Total);
    }

    [Fact]
    public void Without_a_value_there_is_no_map()
    {
        Assert.Null(Read(""));
        Assert.Null(Read("time,n\n\n"));
    }

    [Fact]
    public void Cells_that_are_no_map_are_refused()
    {
        var two = new HeatmapOptions { Rows = 2 };
        Assert.Throws<ArgumentException>(() => SubsecondHeatmap.FromCells(0, [], two));
        Assert.Throws<ArgumentException>(() => SubsecondHeatmap.FromCells(0, [1, 2, 3], two));
        Assert.Throws<ArgumentOutOfRangeException>(() => SubsecondHeatmap.FromCells(0, [1, -2], two));
        Assert.Throws<ArgumentException>(() => SubsecondHeatmap.FromCells(0, [long.MaxValue, 1], two));
        Assert.Throws<ArgumentOutOfRangeException>(() => SubsecondHeatmap.FromCells(long.MaxValue - 1, [1, 2, 3, 4], two));
        Assert.Throws<HeatmapTooLargeException>(() => SubsecondHeatmap.FromCells(0, [1, 2, 3, 4], two with { MaximumColumns = 1 }));
    }

    private static SubsecondHeatmap? Read(string text, HeatmapOptions? options = null) => HeatmapCellReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    private static void AssertSame(SubsecondHeatmap expected, SubsecondHeatmap actual)
    {
        Assert.Equal((expected.Range, expected.ColumnLength, expected.RowCount), (actual.Range, actual.ColumnLength, actual.RowCount));
        Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray());
        Assert.Equal((expected.Total, expected.Maximum, expected.Busiest), (actual.Total, actual.Maximum, actual.Busiest));
    }
}
