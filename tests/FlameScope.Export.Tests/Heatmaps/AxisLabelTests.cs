using System.Globalization;
using System.Xml.Linq;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The axes of a heat map have labels at multiples of 1, 2 or 5 times a power of ten.</summary>
public class AxisLabelTests
{
    // At most ten labels, as long as that leaves 22 pixels for each: 500 pixels do.
    [Theory]
    [InlineData(5, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(20, 2)]
    [InlineData(21, 5)]
    [InlineData(50, 5)]
    [InlineData(51, 10)]
    [InlineData(100, 10)]
    [InlineData(150, 20)]
    [InlineData(300, 50)]
    [InlineData(600, 100)]
    [InlineData(1000, 100)]
    [InlineData(2000, 200)]
    [InlineData(5000, 500)]
    [InlineData(7000, 1000)]
    public void Milliseconds_have_at_most_ten_steps(int columnMilliseconds, int step)
    {
        var map = SubsecondHeatmap.From(Made.Small, new HeatmapOptions { ColumnLength = TimeSpan.FromMilliseconds(columnMilliseconds) });
        string[] labels = Labels(map, "milliseconds", new HeatmapSvgOptions { CellWidth = 10, CellHeight = 10 });
        Assert.Equal(Multiples(step, columnMilliseconds), labels);
    }

    // The minimum distance of labels is 14 pixels plus 8 per digit. The map has 60 columns, so numbers have two digits.
    [Theory]
    [InlineData(30, 1)]
    [InlineData(29, 2)]
    [InlineData(15, 2)]
    [InlineData(14, 5)]
    [InlineData(6, 5)]
    [InlineData(5, 10)]
    [InlineData(3, 10)]
    [InlineData(2, 20)]
    [InlineData(1, 50)]
    public void Seconds_have_labels_that_do_not_touch(int cellWidth, int step)
    {
        Profile profile = ProfileSpec.Build([Sample(0), Sample(59)]);
        string[] labels = Labels(SubsecondHeatmap.From(profile), "seconds", new HeatmapSvgOptions { CellWidth = cellWidth, CellHeight = 10 });
        Assert.Equal(Multiples(step, 59), labels);
    }

    [Fact]
    public void The_time_of_day_is_below_the_seconds()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId cycles = builder.AddEvent("cycles");
        for (int i = 0; i < 60; i++) builder.AddSample(i * TimeRange.NanosecondsPerSecond, StackId.Empty, thread, 0, cycles);
        var start = new DateTime(2026, 11, 28, 8, 25, 43, 500, DateTimeKind.Utc);
        builder.Header = new RecordingHeader { Clock = WallClock.FromDate(0, start, isExact: true) };
        string svg = Write(SubsecondHeatmap.From(builder.Build()), new HeatmapSvgOptions { CellWidth = 10 });
        Assert.Contains(">08:25:43.5<", svg, StringComparison.Ordinal);
        Assert.Contains(">08:25:53.5<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(">08:25:48.5<", svg, StringComparison.Ordinal); // no room: the labels would touch
        Assert.Contains("seconds; time of day on 2026-11-28, UTC", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "0 10 20 30 40 50 60", "seconds", "0:00")]
    [InlineData(3600, "0 10 20 30 40 50 60", "minutes", "0:00")]
    [InlineData(20, "0 2 4 6 8 10 12 14 16 18 20", "seconds", "0")]
    public void Rows_and_columns_of_long_columns_have_labels_in_their_unit(int seconds, string rows, string unit, string first)
    {
        Profile profile = ProfileSpec.Build([Sample(0), Sample(7300)]);
        var map = SubsecondHeatmap.From(profile, new HeatmapOptions { ColumnLength = TimeSpan.FromSeconds(seconds), Rows = 60 });
        var options = new HeatmapSvgOptions { CellWidth = 30, CellHeight = 8 };
        Assert.Equal(rows.Split(' '), Labels(map, "milliseconds", options));
        Assert.Equal(first, Labels(map, "seconds", options)[0]);
        Assert.Contains($">{unit}<", Write(map, options), StringComparison.Ordinal);
    }

    private static string Write(SubsecondHeatmap map, HeatmapSvgOptions options)
    {
        using var svg = new MemoryStream();
        HeatmapSvg.Write(map, svg, options);
        return System.Text.Encoding.UTF8.GetString(svg.ToArray());
    }

    [Fact]
    public void A_legend_of_the_largest_values_has_their_tenths()
    {
        const long Largest = long.MaxValue - 1;
        var builder = new ProfileBuilder();
        builder.AddSample(0, StackId.Empty, builder.AddThread(1, 1, "app"), 0, builder.AddEvent("cycles"), Largest);
        var map = SubsecondHeatmap.From(builder.Build(), new HeatmapOptions { Weight = SampleWeight.Period });
        Assert.Equal(Largest, map.Maximum);
        XElement legend = Group(map, "legend", new HeatmapSvgOptions());
        Assert.Equal(
            ["0", "4,611,686,018,427,387,903", "9,223,372,036,854,775,806"],
            legend.Elements().Where(e => e.Name.LocalName == "text" && e.Attribute("class") is null).Select(e => e.Value));
        string[] colors = [.. legend.Elements().Where(e => e.Name.LocalName == "rect").Select(e => e.Attribute("fill")!.Value)];
        Assert.Equal([.. Enumerable.Range(0, 11).Select(i => Hex(new HeatmapSvgOptions().ColorScale.ColorOf(i, 10)))], colors);
    }

    private static SampleSpec Sample(int second) => new(second * TimeRange.NanosecondsPerSecond, "app", 1, 1, 0, "cycles", 1, ["main"]);

    private static string Hex(Rgb color) => string.Create(CultureInfo.InvariantCulture, $"#{color.R:x2}{color.G:x2}{color.B:x2}");

    private static string[] Multiples(int step, int last) =>
        [.. Enumerable.Range(0, (last / step) + 1).Select(i => (i * step).ToString(CultureInfo.InvariantCulture))];

    private static string[] Labels(SubsecondHeatmap map, string axis, HeatmapSvgOptions options) =>
        [.. Group(map, axis, options).Elements().Where(e => e.Name.LocalName == "text" && e.Attribute("class") is null).Select(e => e.Value)];

    private static XElement Group(SubsecondHeatmap map, string name, HeatmapSvgOptions options) =>
        XDocument.Parse(HeatmapSvg.ToText(map, options)).Descendants().Single(e => e.Name.LocalName == "g" && e.Attribute("class")?.Value == name);
}
