using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlameScope.Cli.Text;

/// <summary>A panel of a heat map: some of its columns with their axes.</summary>
internal sealed class HeatmapPanel(HeatmapLayout layout, HeatmapCells cells, int panel) : Renderable
{
    private static readonly Style Axis = new(Color.Grey);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        (char vertical, char horizontal, char corner, char tick) = cells.Axis;
        yield return new Segment(layout.Unit.PadLeft(HeatmapLayout.Gutter - 2), Axis);
        yield return Segment.LineBreak;
        for (int line = layout.Lines - 1; line >= 0; line--)
        {
            yield return new Segment(layout.LabelOf(line) + vertical, Axis);
            for (int i = 0; i < layout.ColumnsOf(panel); i++) yield return cells.At(panel + i, line, layout.CellWidth);
            yield return Segment.LineBreak;
        }
        (string ticks, string labels) = layout.TimeAxis(panel, horizontal, tick);
        yield return new Segment(new string(' ', HeatmapLayout.Gutter - 1) + corner + ticks, Axis);
        yield return Segment.LineBreak;
        yield return new Segment(new string(' ', HeatmapLayout.Gutter) + labels, Axis);
        yield return Segment.LineBreak;
    }
}
