using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

public class GoldenTests
{
    private static readonly StackTree Tree = StackTree.From(Made.Small);
    private static readonly StackTreeOptions ByPeriod = new() { Weight = SampleWeight.Period, Grouping = StackGrouping.Thread };
    private static readonly StackTree Periods = StackTree.From(Made.Small, ByPeriod);
    private static readonly SubsecondHeatmap Map = SubsecondHeatmap.From(Made.Small, new HeatmapOptions { Rows = 10 });

    [Fact]
    public void Flame_graph_svg() => Golden.Check("small.svg", s => FlameGraphSvg.Write(Tree, s));

    [Fact]
    public void Icicle_svg_with_all_options() => Golden.Check("small.period-tid-icicle-hot-800-wide-60-least.svg", s => FlameGraphSvg.Write(
        Periods,
        s,
        new FlameGraphSvgOptions
        {
            Title = "<Small> & \"icy\"",
            Subtitle = "by period",
            Icicle = true,
            Palette = Palette.Hot,
            Width = 800,
            FrameHeight = 20,
            MinimumWidth = 60,
            NameLimit = 20,
            Unit = "cycles",
        }));

    [Fact]
    public void Heat_map_svg() => Golden.Check("small.heatmap-10.svg", s => HeatmapSvg.Write(Map, s));

    [Fact]
    public void Heat_map_svg_with_highlight() => Golden.Check("small.heatmap-10-enhanced-highlight.svg", s => HeatmapSvg.Write(
        Map,
        s,
        new HeatmapSvgOptions
        {
            Title = "Small",
            Subtitle = "a & b",
            ColorScale = ColorScale.Enhanced,
            CellWidth = 30,
            CellHeight = 12,
            Highlight = Map.RangeOf(new HeatmapCell(0, 5), new HeatmapCell(2, 0)),
        }));

    [Fact]
    public void Heat_map_json() => Golden.Check("small.heatmap-10.json", s => FlameScopeJson.Write(Map, s));

    [Fact]
    public void Heat_map_csv() => Golden.Check("small.heatmap-10.csv", s => HeatmapCsv.Write(Map, s));

    [Fact]
    public void Flame_graph_json() => Golden.Check("small.json", s => FlameScopeJson.Write(Tree, s));

    [Fact]
    public void Folded_stacks() => Golden.Check("small.folded", s => FoldedStacks.Write(Tree, s));

    [Fact]
    public void Folded_stacks_by_period() => Golden.Check("small.period-tid.folded", s => FoldedStacks.Write(Periods, s));

    [Fact]
    public void Differential_json() => Golden.Check("small.diff.json", s => FlameScopeJson.Write(Made.Diff, s));

    [Fact]
    public void Elided_json() => Golden.Check("small.elided.json", s => FlameScopeJson.Write(Made.Diff, s, new FlameScopeJsonDiffOptions { Elided = true }));

    [Fact]
    public void Folded_diff() => Golden.Check("small.diff.folded", s => FoldedStacks.Write(Made.Diff, s));

    [Fact]
    public void Differential_svg() => Golden.Check("small.diff.svg", s => FlameGraphSvg.Write(Made.Diff, s));

    [Fact]
    public void Elided_svg_with_options() => Golden.Check("small.elided-icicle-800.svg", s => FlameGraphSvg.Write(
        Made.Diff,
        s,
        new FlameGraphDiffOptions
        {
            Picture = new FlameGraphSvgOptions { Title = "<Gone> & \"lost\"", Subtitle = "0.4 s to 2 s", Icicle = true, Width = 800 },
            Palette = DiffPalette.OrangePurple,
            Width = DiffWidth.Elided,
        }));
}
