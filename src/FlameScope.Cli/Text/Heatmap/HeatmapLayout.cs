using System.Globalization;
using FlameScope.Cli.Output;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>
/// Where a heat map stands in text: columns of seconds in panels that fit the width, panels below one another, labels at both axes.
/// </summary>
internal sealed class HeatmapLayout
{
    /// <summary>The characters left of the cells: a label, a blank, the axis.</summary>
    public const int Gutter = 7;

    // What stands above and below a panel and is no row of it.
    private const int OtherLines = 8;

    private readonly SubsecondHeatmap _map;
    private readonly int _rowsPerLine;

    public HeatmapLayout(SubsecondHeatmap map, int width, int rowsPerLine)
    {
        _map = map;
        _rowsPerLine = rowsPerLine;
        int room = Math.Max(10, width - Gutter - 1);
        CellWidth = map.ColumnCount * 2 <= room ? 2 : 1;
        PanelColumns = Math.Min(map.ColumnCount, room / CellWidth);
        if (PanelColumns < map.ColumnCount && PanelColumns > 10) PanelColumns -= PanelColumns % 10;
        Lines = (map.RowCount + rowsPerLine - 1) / rowsPerLine;
        LabelEvery = ChooseLabels();
    }

    /// <summary>The characters a column takes.</summary>
    public int CellWidth { get; }

    /// <summary>The columns of a panel; the last may have fewer.</summary>
    public int PanelColumns { get; }

    /// <summary>The lines of a panel's cells.</summary>
    public int Lines { get; }

    private int LabelEvery { get; }

    private long FirstSecond => (_map.Origin - _map.Selection.Profile.Origin) / TimeRange.NanosecondsPerSecond;

    /// <summary>The rows of a map that a target has room for, at most those wanted.</summary>
    public static int RowsFor(TextTarget target, int wanted)
    {
        int room = (target.Height - OtherLines) * (target.HasColor ? 2 : 1);
        return Array.Find([wanted, 40, 20], rows => rows <= room) is var rows and > 0 ? rows : 10;
    }

    /// <summary>The first column of each panel.</summary>
    public IEnumerable<int> Panels()
    {
        for (int column = 0; column < _map.ColumnCount; column += PanelColumns) yield return column;
    }

    /// <summary>Whether nothing is in a panel's cells.</summary>
    public bool IsEmpty(int panel) =>
        !_map.Values.Slice(panel * _map.RowCount, ColumnsOf(panel) * _map.RowCount).ContainsAnyExcept(0L);

    /// <summary>The number of a panel's columns.</summary>
    public int ColumnsOf(int panel) => Math.Min(PanelColumns, _map.ColumnCount - panel);

    /// <summary>What stands left of a line: the milliseconds at which its lowest row starts, on some lines.</summary>
    public string LabelOf(int line)
    {
        if (line % LabelEvery != 0) return new string(' ', Gutter - 1);
        double milliseconds = line * _rowsPerLine * 1000.0 / _map.RowCount;
        return milliseconds.ToString("0.#", CultureInfo.InvariantCulture).PadLeft(Gutter - 2) + " ";
    }

    /// <summary>The second that a column shows.</summary>
    public long SecondOf(int column) => FirstSecond + column;

    /// <summary>The ticks and the labels below a panel.</summary>
    public (string Ticks, string Labels) TimeAxis(int panel, char line, char tick)
    {
        int columns = ColumnsOf(panel);
        int step = (int)NiceStep(Math.Max(5.0, 8.0 / CellWidth));
        var ticks = new char[columns * CellWidth];
        var labels = new char[(columns * CellWidth) + 24];
        Array.Fill(ticks, line);
        Array.Fill(labels, ' ');
        for (int i = 0; i < columns; i++)
        {
            long second = SecondOf(panel + i);
            if (second % step != 0) continue;
            ticks[i * CellWidth] = tick;
            string label = second.ToString(CultureInfo.InvariantCulture);
            // A label that would touch the one before is left out.
            int at = i * CellWidth;
            if (at == 0 || labels.AsSpan(at - 1, label.Length + 1).TrimStart(' ').IsEmpty) label.CopyTo(labels.AsSpan(at));
        }
        return (new string(ticks), new string(labels).TrimEnd() + " s");
    }

    // The closest labels of at most ten a panel that are round numbers of milliseconds, where the rows allow.
    private int ChooseLabels()
    {
        int least = (Lines + 9) / 10;
        for (int lines = least; lines <= Lines; lines++)
        {
            if (lines * _rowsPerLine * 1000 % _map.RowCount == 0 && lines * _rowsPerLine * 1000 / _map.RowCount is 1 or 2 or 5 or 10 or 20 or 50 or 100 or 200 or 250 or 500)
            {
                return lines;
            }
        }
        return NiceStep(least);
    }

    private static int NiceStep(double atLeast)
    {
        int step = 1;
        for (int i = 0; step < atLeast; i++) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        return step;
    }
}
