using FlameScope.Cli.Output;
using FlameScope.Heatmap;
using FlameScope.Model;
using Spectre.Console;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Text;

/// <summary>Draws a heat map as text: in colors with two rows per line, or in ASCII characters of different density.</summary>
internal static class HeatmapText
{
    public static void Draw(SubsecondHeatmap map, ColorScale colors, TextTarget target, IAnsiConsole console)
    {
        HeatmapCells cells = target.HasColor ? new ColoredCells(map, colors) : new ShadedCells(map);
        var layout = new HeatmapLayout(map, target.IsTerminal ? target.Width : TextTarget.PlainWidth, cells.RowsPerLine);
        bool skipping = false;
        foreach (int panel in layout.Panels())
        {
            // Empty panels are replaced by a single line.
            bool isEmpty = panel > 0 && layout.IsEmpty(panel);
            if (isEmpty && !skipping) console.Write(new SpectreText($"\n  no samples from second {SafeText.Number(layout.SecondOf(panel))} ...\n"));
            skipping = isEmpty;
            if (!isEmpty) console.Write(new HeatmapPanel(layout, cells, panel));
        }
        console.Write(new HeatmapLegend(cells, Meaning(map)));
        console.Write(new SpectreText(Summary(map) + "\n"));
    }

    private static string Meaning(SubsecondHeatmap map)
    {
        string maximum = SafeText.Total(map.Maximum, map.Weight, map.Unit, "a ", " of");
        return $"{maximum} in {SafeText.Seconds(map.ColumnLength.Ticks * TimeSpan.NanosecondsPerTick / map.RowCount * 1000)} ms";
    }

    private static string Summary(SubsecondHeatmap map)
    {
        string total = SafeText.Total(map.Total, map.Weight, map.Unit, "a total ", " of");
        if (map.Maximum == 0) return total;
        TimeRange busiest = map.RangeOf(map.Busiest);
        long origin = map.Start;
        return $"{total} in {SafeText.Count(map.ColumnCount, "second")}; the cell with the most is"
            + $" --from {SafeText.Seconds(busiest.Start - origin)} --to {SafeText.Seconds(busiest.End - origin)}";
    }
}
