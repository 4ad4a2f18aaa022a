using System.Globalization;
using FlameScope.Analysis;
using FlameScope.Cli.Output;
using FlameScope.Heatmap;
using FlameScope.Model;
using Spectre.Console;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Text;

/// <summary>Draws a heat map as text: in colors with two rows per line, or in ASCII characters of different density.</summary>
internal static class HeatmapText
{
    /// <summary>Draws a heat map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="colors">The colors.</param>
    /// <param name="target">The target.</param>
    /// <param name="console">The console to draw to.</param>
    /// <param name="moment">The first moment of the samples, which the last line names; <c>null</c> for the cell with the highest value.</param>
    public static void Draw(SubsecondHeatmap map, ColorScale colors, TextTarget target, IAnsiConsole console, Moment? moment = null)
    {
        HeatmapCells cells = target.HasColor ? new ColoredCells(map, colors) : new ShadedCells(map);
        var layout = new HeatmapLayout(map, target.IsTerminal || target.HasWidth ? target.Width : TextTarget.PlainWidth, cells.RowsPerLine);
        bool skipping = false;
        foreach (int panel in layout.Panels())
        {
            // Empty panels are replaced by a single line.
            bool isEmpty = panel > 0 && layout.IsEmpty(panel);
            if (isEmpty && !skipping) console.Write(new SpectreText($"\n  no samples from {layout.StartOf(panel)} ...\n"));
            skipping = isEmpty;
            if (!isEmpty) console.Write(new HeatmapPanel(layout, cells, panel));
        }
        console.Write(new HeatmapLegend(cells, Meaning(map)));
        console.Write(new SpectreText(Summary(map, moment) + "\n"));
    }

    private static string Meaning(SubsecondHeatmap map)
    {
        string maximum = SafeText.Total(map.Maximum, map.Weight, map.Unit, "a ", " of");
        return $"{maximum} in {SafeText.Seconds(map.ColumnLength.Ticks * TimeSpan.NanosecondsPerTick / map.RowCount * 1000)} ms";
    }

    private static string Summary(SubsecondHeatmap map, Moment? moment)
    {
        string total = SafeText.Total(map.Total, map.Weight, map.Unit, "a total ", " of");
        if (map.Maximum == 0) return total;
        string columns = map.ColumnLength == TimeSpan.FromSeconds(1)
            ? SafeText.Count(map.ColumnCount, "second") : $"{SafeText.Count(map.ColumnCount, "column")} of {TimeText.Length(map.ColumnLength)}";
        if (moment is not null)
        {
            string what = moment.Functions.Count == 0 ? MomentsJson.NameOf(moment.Kind) : $"{MomentsJson.NameOf(moment.Kind)}, {SafeText.Short(moment.Functions[0], 60)}";
            return string.Create(
                CultureInfo.InvariantCulture, $"{total} in {columns}; the first of the moments is --from {moment.From:0.###} --to {moment.To:0.###} ({what})");
        }
        TimeRange busiest = map.RangeOf(map.Busiest);
        long origin = map.Start;
        return $"{total} in {columns}; the cell with the most is"
            + $" --from {SafeText.Seconds(busiest.Start - origin)} --to {SafeText.Seconds(busiest.End - origin)}";
    }
}
