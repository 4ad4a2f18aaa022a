using System.Xml.Linq;
using FlameScope.FlameGraph;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

public class FlameChartSvgTests
{
    private static readonly FlameChart Chart = FlameChart.From(Made.Small.Select(), 1);

    // Thread 1 of the small profile: two samples 10 ms apart, one 1.25 s after the first, one after 1.99 s.
    [Fact]
    public void Frames_are_at_their_time_and_have_it_in_their_titles()
    {
        string[] frames =
        [
            .. XDocument.Parse(FlameChartSvg.ToText(Chart)).Descendants().Where(e => e.Attribute("data-f") is not null)
                .Select(e => $"{e.Attribute("data-f")!.Value} {e.Elements().First().Value.Replace('\n', '|')}"),
        ];
        Assert.Equal(8, frames.Length);
        Assert.Equal("0 2000000000 0 thread 1|2000.0 ms from 0.000 s, 4 samples", frames[0]);
        Assert.Equal("0 20000000 1 main|20.0 ms from 0.000 s, 2 samples", frames[1]);
        Assert.StartsWith("0 20000000 3 ", frames[3], StringComparison.Ordinal);
        Assert.Equal("1250000000 10000000 1 main|10.0 ms from 1.250 s, 1 sample", frames[4]);
        Assert.Equal("1990000000 10000000 2 free|10.0 ms from 1.990 s, 1 sample", frames[7]);
    }

    [Fact]
    public void An_axis_shows_the_time_after_the_start_of_the_profile()
    {
        static string[] Labels(FlameChart chart) =>
        [
            .. XDocument.Parse(FlameChartSvg.ToText(chart)).Descendants().Where(e => e.Attribute("class")?.Value == "axis").Descendants()
                .Where(e => e.Name.LocalName == "text").Select(e => e.Value),
        ];
        Assert.Equal(["0.0 s", "0.2 s", "0.4 s", "0.6 s", "0.8 s", "1.0 s", "1.2 s", "1.4 s", "1.6 s", "1.8 s", "2.0 s"], Labels(Chart));
        FlameChart part = FlameChart.From(Made.Small.Select().Within(Made.Small.RangeOfSeconds(1.2, 1.3)), 1);
        Assert.Empty(Labels(part)); // one sample has no duration
        Assert.Equal("1.4 s", Labels(FlameChart.From(Made.Small.Select().Within(Made.Small.RangeOfSeconds(1.2, 2)), 1))[0]);
        Assert.DoesNotContain("class=\"axis\"", FlameGraphSvg.ToText(StackTree.From(Made.Small)), StringComparison.Ordinal);
    }

    [Fact]
    public void Colors_equal_those_of_the_flame_graph()
    {
        static HashSet<(string, string)> Colors(string svg) =>
        [
            .. XDocument.Parse(svg).Descendants().Where(e => e.Attribute("data-f") is not null)
                .Select(e => (e.Elements().First().Value.Split('\n')[0], e.Elements().ElementAt(1).Attribute("fill")!.Value)),
        ];
        foreach (Palette palette in Palette.Names.Select(Palette.Parse))
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
    public void A_thread_without_samples_gives_an_empty_picture() =>
        Assert.Contains("0 samples", FlameChartSvg.ToText(FlameChart.From(Made.Small.Select().Within(new TimeRange(0, 1)), 1)), StringComparison.Ordinal);

    [Fact]
    public void Narrow_frames_are_omitted_and_counted()
    {
        string svg = FlameChartSvg.ToText(Chart, new FlameGraphSvgOptions { MinimumWidth = 50 });
        Assert.Contains("Omitted because too narrow", svg, StringComparison.Ordinal);
    }
}
