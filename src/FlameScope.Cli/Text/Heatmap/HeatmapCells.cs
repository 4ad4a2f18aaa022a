using FlameScope.Heatmap;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlameScope.Cli.Text;

/// <summary>Draws the cells of a heat map as text.</summary>
internal abstract class HeatmapCells(SubsecondHeatmap map)
{
    /// <summary>The map.</summary>
    public SubsecondHeatmap Map { get; } = map;

    /// <summary>The number of rows of the map that one line shows.</summary>
    public abstract int RowsPerLine { get; }

    /// <summary>The characters of the axes: vertical, horizontal, corner, and tick.</summary>
    public abstract (char Vertical, char Horizontal, char Corner, char Tick) Axis { get; }

    /// <summary>Draws the cells of a column that a line shows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="line">The line, counted from the bottom.</param>
    /// <param name="width">The width of the column in characters.</param>
    public abstract Segment At(int column, int line, int width);

    /// <summary>Draws a value in the legend.</summary>
    public abstract Segment Sample(long value);
}

/// <summary>Draws two rows per line: the upper one as a half block, the lower one as its background.</summary>
internal sealed class ColoredCells(SubsecondHeatmap map, ColorScale colors) : HeatmapCells(map)
{
    public override int RowsPerLine => 2;

    public override (char, char, char, char) Axis => ('│', '─', '└', '┬');

    public override Segment At(int column, int line, int width)
    {
        int lower = line * 2, upper = lower + 1;
        Color lowerColor = ColorOf(Map[column, lower]);
        return upper < Map.RowCount
            ? new Segment(new string('▀', width), new Style(ColorOf(Map[column, upper]), lowerColor))
            : new Segment(new string('▄', width), new Style(lowerColor));
    }

    public override Segment Sample(long value) => new("█", new Style(ColorOf(value)));

    private Color ColorOf(long value)
    {
        Rgb color = colors.ColorOf(value, Map.Maximum);
        return new Color(color.R, color.G, color.B);
    }
}

/// <summary>Draws one row per line, with darker characters for larger values. Only 0 is a blank.</summary>
internal sealed class ShadedCells(SubsecondHeatmap map) : HeatmapCells(map)
{
    private const string Shades = " .:-=+*#%@";

    public override int RowsPerLine => 1;

    public override (char, char, char, char) Axis => ('|', '-', '+', '+');

    public override Segment At(int column, int line, int width) => new(new string(ShadeOf(Map[column, line]), width));

    public override Segment Sample(long value) => new(ShadeOf(value).ToString());

    private char ShadeOf(long value) =>
        value == 0 ? Shades[0]
        : Map.Maximum == 1 ? Shades[^1]
        : Shades[1 + (int)((Int128)(value - 1) * (Shades.Length - 2) / (Map.Maximum - 1))];
}
