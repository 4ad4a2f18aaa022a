using System.Xml.Linq;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>A picture omits the end of long names, and frames that are too narrow.</summary>
public class NameLimitTests
{
    [Theory]
    [InlineData(15, "")]
    [InlineData(16, "")]
    [InlineData(17, "…")]
    public void A_name_that_reaches_the_limit_is_written_to_its_end(int length, string end)
    {
        string name = new('n', length);
        string svg = FlameGraphSvg.ToText(Made.Tree(name), new FlameGraphSvgOptions { NameLimit = 16 });
        string title = XDocument.Parse(svg).Descendants().Where(e => e.Attribute("data-f") is not null).Last().Elements().First().Value;
        Assert.Equal(name[..Math.Min(16, length)] + end, title[..title.IndexOf('\n', StringComparison.Ordinal)]);
    }

    // Of the 1,000 ms of a chart, one frame has 10 ms from 500 ms on, and another the next 10 ms. 30 pixels are 25 ms.
    [Fact]
    public void The_omitted_weight_of_a_chart_includes_narrow_frames_that_touch()
    {
        Profile profile = ProfileSpec.Build(Enumerable.Range(0, 100).Select(i => new SampleSpec(
            i * 10_000_000L, "app", 1, 1, 0, "cycles", 1, i == 50 ? ["main", "a"] : i == 51 ? ["main", "b"] : ["main"])));
        string svg = FlameChartSvg.ToText(FlameChart.From(profile.Select(), 1), new FlameGraphSvgOptions { MinimumWidth = 30 });
        Assert.Contains("2 frames with 2.00%", svg, StringComparison.Ordinal);
    }
}
