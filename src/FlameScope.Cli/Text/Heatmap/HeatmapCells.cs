using FlameScope.Heatmap;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlameScope.Cli.Text;

/// <summary>How cells of a heat map look in text.</summary>
internal abstract class HeatmapCells(SubsecondHeatmap map)
{
    /// <summary>The map.</summary>
    public SubsecondHeatmap Map { get; } = map;

    /// <summary>The rows of the map that one line shows.</summary>
    public abstract int RowsPerLine { get; }

    /// <summary>The characters of the axes: upright, level, corner, and the mark of a label.</summary>
    public abstract (char Upright, char Level, char Corner, char Tick) Axis { get; }

    /// <summary>The cells of a column that a line shows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="line">The line, counted from the bottom.</param>
    /// <param name="width">The characters it takes.</param>
    public abstract Segment At(int column, int line, int width);

    /// <summary>How a value looks in the legend.</summary>
    public abstract Segment Sample(long value);
}

/// <summary>Two rows a line: the upper in the colour of the half block, the lower behind it.</summary>
internal sealed class ColoredCells(SubsecondHeatmap map, ColorScale colors) : HeatmapCells(map)
{
    public override int RowsPerLine => 2;

    public override (char, char, char, char) Axis => ('│', '─', '└', '┬');

    public override Segment At(int column, int line, int width)
    {
        int lower = line * 2, upper = lower + 1;
        Color below = ColorOf(Map[column, lower]);
        return upper < Map.RowCount
            ? new Segment(new string('▀', width), new Style(ColorOf(Map[column, upper]), below))
            : new Segment(new string('▄', width), new Style(below));
    }

    public override Segment Sample(long value) => new("█", new Style(ColorOf(value)));

    private Color ColorOf(long value)
    {
        Rgb color = colors.ColorOf(value, Map.Maximum);
        return new Color(color.R, color.G, color.B);
    }
}

/// <summary>A row a line, the darker the character the greater the value; a blank is 0 and nothing else.</summary>
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
