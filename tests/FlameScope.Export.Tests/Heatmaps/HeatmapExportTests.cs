using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class HeatmapExportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly Arbitrary<int> Rows = Arb.From(Gen.Choose(1, 60));

    [Fact]
    public void Cells_that_are_not_empty_are_drawn_and_titled() => Prop.ForAll(ProfileGenerators.TimedSamples, Rows, (samples, rows) =>
    {
        if (samples.Length == 0) return true;
        var map = SubsecondHeatmap.From(ProfileSpec.Build(samples), new HeatmapOptions { Rows = rows });
        XElement[] cells = [.. Cells(map).Descendants(Svg + "rect")];
        return cells.Length == map.Values.ToArray().Count(v => v > 0)
            && cells.Sum(c => long.Parse(Count(c), NumberStyles.AllowThousands, CultureInfo.InvariantCulture)) == map.Total;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Zero_is_at_the_bottom_and_titles_contain_the_time()
    {
        var map = SubsecondHeatmap.From(Made.Small, new HeatmapOptions { Rows = 10 });
        XElement[] cells = [.. Cells(map, new HeatmapSvgOptions { CellWidth = 10, CellHeight = 10 }).Descendants(Svg + "rect")];
        Assert.Equal("0 s, 0–100 ms: 2 samples", cells[0].Element(Svg + "title")!.Value);
        Assert.Equal("136", cells[0].Attribute("y")!.Value);
        Assert.Equal("2 s, 900–1000 ms: 1 sample", cells[^1].Element(Svg + "title")!.Value);
        Assert.Equal("46", cells[^1].Attribute("y")!.Value);
    }

    // Columns of 10 pixels from x = 64, rows of 10 pixels from y = 146 upward to 46.
    [Theory]
    [InlineData(0, 3, 0, 4, "M64 116L64 96L74 96L74 116Z")]
    [InlineData(0, 5, 1, 2, "M64 96L64 46L74 46L74 96ZM74 146L74 116L84 116L84 146Z")]
    [InlineData(0, 5, 1, 7, "M64 96L64 46L74 46L74 66L84 66L84 146L74 146L74 96Z")]
    [InlineData(0, 5, 2, 0, "M64 96L64 46L84 46L84 136L94 136L94 146L74 146L74 96Z")]
    public void The_outline_follows_time(int column, int row, int lastColumn, int lastRow, string path)
    {
        var map = SubsecondHeatmap.From(Made.Small, new HeatmapOptions { Rows = 10 });
        TimeRange range = map.RangeOf(new HeatmapCell(column, row), new HeatmapCell(lastColumn, lastRow));
        string svg = HeatmapSvg.ToText(map, new HeatmapSvgOptions { CellWidth = 10, CellHeight = 10, Highlight = range });
        Assert.Contains($"<path class=\"outline\" d=\"{path}\"/>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_outside_the_map_is_not_outlined()
    {
        var map = SubsecondHeatmap.From(Made.Small);
        string plain = HeatmapSvg.ToText(map);
        Assert.Equal(plain, HeatmapSvg.ToText(map, new HeatmapSvgOptions { Highlight = new TimeRange(0, 5) }));
        Assert.NotEqual(plain, HeatmapSvg.ToText(map, new HeatmapSvgOptions { Highlight = TimeRange.All }));
    }

    [Fact]
    public void The_map_of_an_hour_is_a_file_of_a_few_megabytes()
    {
        var builder = new ProfileBuilder();
        var random = new Random(1);
        ThreadId thread = builder.AddThread(1, 1, "a");
        SampleEventId cycles = builder.AddEvent("cycles");
        for (int i = 0; i < 400_000; i++) builder.AddSample(random.NextInt64(3600 * TimeRange.NanosecondsPerSecond), StackId.Empty, thread, null, cycles);
        var map = SubsecondHeatmap.From(builder.Build());
        byte[] svg = Made.Bytes(s => HeatmapSvg.Write(map, s));
        Assert.InRange(svg.Length, 100_000, 8_000_000);
        Assert.Equal(3600, Load(svg).Descendants(Svg + "title").Count(t => t.Value.Contains(" per cell", StringComparison.Ordinal)));
    }

    [Fact]
    public void Titles_are_text()
    {
        var options = new HeatmapSvgOptions { Title = "</title><script>", Subtitle = "\0&" };
        XElement root = Load(Made.Bytes(s => HeatmapSvg.Write(SubsecondHeatmap.From(Made.Small), s, options))).Root!;
        Assert.Equal("</title><script>", root.Element(Svg + "title")!.Value);
        Assert.Contains(root.Elements(Svg + "text"), t => t.Value == "\uFFFD&");
    }

    [Fact]
    public void Csv_round_trips() => Prop.ForAll(ProfileGenerators.TimedSamples, Rows, (samples, rows) =>
    {
        if (samples.Length == 0) return true;
        var map = SubsecondHeatmap.From(ProfileSpec.Build(samples), new HeatmapOptions { Rows = rows, ColumnLength = TimeSpan.FromMilliseconds(250) });
        string[][] lines = [.. HeatmapCsv.ToText(map).Split("\r\n").Select(l => l.Split(','))];
        return lines.Length == map.ColumnCount + 2
            && lines[0].Length == rows + 1 && lines[0][0] == "second" && lines[0][1] == "0.0"
            && Enumerable.Range(0, map.ColumnCount).All(c =>
                decimal.Parse(lines[c + 1][0], CultureInfo.InvariantCulture) == c * 0.25m
                && lines[c + 1].Skip(1).Select(v => long.Parse(v, CultureInfo.InvariantCulture)).SequenceEqual(map.GetColumn(c)));
    }).QuickCheckThrowOnFailure();

    private static XElement Cells(SubsecondHeatmap map, HeatmapSvgOptions? options = null) =>
        Load(Made.Bytes(s => HeatmapSvg.Write(map, s, options))).Descendants(Svg + "g").Single(g => (string?)g.Attribute("class") == "cells");

    private static string Count(XElement cell) => cell.Element(Svg + "title")!.Value.Split(": ")[1].Split(' ')[0];

    private static XDocument Load(byte[] svg)
    {
        using XmlReader reader = XmlReader.Create(new MemoryStream(svg));
        return XDocument.Load(reader);
    }
}
