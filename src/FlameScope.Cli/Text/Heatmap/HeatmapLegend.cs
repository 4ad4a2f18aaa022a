using FlameScope.Heatmap;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlameScope.Cli.Text;

/// <summary>The legend of a heat map in text.</summary>
internal sealed class HeatmapLegend(HeatmapCells cells, string meaning) : Renderable
{
    private const int Steps = 20;

    private static readonly Style Words = new(Color.Grey);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        SubsecondHeatmap map = cells.Map;
        yield return Segment.LineBreak;
        yield return new Segment(new string(' ', HeatmapLayout.Gutter) + "0 ", Words);
        int steps = (int)Math.Min(Steps, map.Maximum);
        for (int i = 0; i <= steps; i++) yield return cells.Sample(steps == 0 ? 0 : (long)((Int128)map.Maximum * i / steps));
        yield return new Segment(" " + meaning, Words);
        yield return Segment.LineBreak;
    }
}
