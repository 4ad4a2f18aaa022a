using System.Xml.Linq;
using FlameScope.FlameGraph;
using Xunit;

namespace FlameScope.Export.Tests;

public class FlameChartSvgTests
{
    private static readonly FlameChart Chart = FlameChart.From(Made.Small.Select(), 1);

    [Fact]
    public void Flame_chart_svg() => Golden.Check("small.chart.svg", stream => FlameChartSvg.Write(Chart, stream, new FlameGraphSvgOptions { Icicle = true }));

    [Fact]
    public void Its_colours_are_those_of_the_flame_graph()
    {
        static HashSet<(string, string)> Colors(string svg) =>
        [
            .. XDocument.Parse(svg).Descendants().Where(e => e.Attribute("data-f") is not null)
                .Select(e => (e.Elements().First().Value.Split('\n')[0], e.Elements().ElementAt(1).Attribute("fill")!.Value)),
        ];
        foreach (Palette palette in Palette.Names.Select(Palette.Named))
        {
            var options = new FlameGraphSvgOptions { Palette = palette };
            HashSet<(string Name, string Fill)> graph = Colors(FlameGraphSvg.ToText(StackTree.From(Made.Small), options));
            Assert.All(Colors(FlameChartSvg.ToText(Chart, options)).Where(c => c.Item1 != "thread 1"), color => Assert.Contains(color, graph));
        }
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        FlameChart chart = FlameChart.From(Made.Profile([["</title><script>alert(1)</script>"u8.ToArray(), [0xFF, 0x00, (byte)'a']]]).Select(), 1);
        string svg = FlameChartSvg.ToText(chart);
        Assert.DoesNotContain("<script>alert", svg, StringComparison.Ordinal);
        Assert.NotNull(XDocument.Parse(svg).Root);
    }

    [Fact]
    public void A_thread_without_samples_is_an_empty_picture() =>
        Assert.Contains("0 samples", FlameChartSvg.ToText(FlameChart.From(Made.Small.Select(), 99)), StringComparison.Ordinal);

    [Fact]
    public void Narrow_frames_are_left_out_and_counted()
    {
        string svg = FlameChartSvg.ToText(Chart, new FlameGraphSvgOptions { MinimumWidth = 50 });
        Assert.Contains("Left out as too narrow", svg, StringComparison.Ordinal);
    }
}
