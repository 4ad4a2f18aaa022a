using System.Globalization;
using FlameScope.Cli.Output;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>
/// The layout of a heat map in text: panels of columns that fit the width, one below the other, with labels at both axes.
/// </summary>
internal sealed class HeatmapLayout
{
    /// <summary>The number of characters to the left of the cells: a label, a blank and the axis.</summary>
    public const int Gutter = 7;

    // The number of lines above and below the cells of a panel.
    private const int OtherLines = 8;

    private readonly SubsecondHeatmap _map;
    private readonly int _rowsPerLine;
    private readonly double _columnUnits;

    public HeatmapLayout(SubsecondHeatmap map, int width, int rowsPerLine)
    {
        _map = map;
        _rowsPerLine = rowsPerLine;
        int available = Math.Max(10, width - Gutter - 1);
        CellWidth = map.ColumnCount * 2 <= available ? 2 : 1;
        PanelColumns = Math.Min(map.ColumnCount, available / CellWidth);
        if (PanelColumns < map.ColumnCount && PanelColumns > 10) PanelColumns -= PanelColumns % 10;
        (Unit, _columnUnits) = map.ColumnLength switch
        {
            { TotalSeconds: < 10 } => ("ms", map.ColumnLength.TotalMilliseconds),
            { TotalMinutes: < 10 } => ("s", map.ColumnLength.TotalSeconds),
            _ => ("min", map.ColumnLength.TotalMinutes),
        };
        Lines = (map.RowCount + rowsPerLine - 1) / rowsPerLine;
        LabelEvery = ChooseLabels();
    }

    /// <summary>The width of a column in characters.</summary>
    public int CellWidth { get; }

    /// <summary>The number of columns per panel; the last panel may have fewer.</summary>
    public int PanelColumns { get; }

    /// <summary>The number of lines of cells per panel.</summary>
    public int Lines { get; }

    /// <summary>The unit of the labels of lines.</summary>
    public string Unit { get; }

    private int LabelEvery { get; }

    private long ColumnNanoseconds => _map.ColumnLength.Ticks * TimeSpan.NanosecondsPerTick;

    private long FirstColumn => (_map.Origin - _map.Start) / ColumnNanoseconds;

    /// <summary>Returns the number of rows that fit a target, up to a maximum.</summary>
    public static int RowsFor(TextTarget target, int maximum)
    {
        int available = (target.Height - OtherLines) * (target.HasColor ? 2 : 1);
        return Array.Find([maximum, Math.Min(40, maximum), 30, 20], rows => rows <= available) is var rows and > 0 ? rows : 10;
    }

    /// <summary>Returns the first column of each panel.</summary>
    public IEnumerable<int> Panels()
    {
        for (int column = 0; column < _map.ColumnCount; column += PanelColumns) yield return column;
    }

    /// <summary>Indicates whether all cells of a panel are 0.</summary>
    public bool IsEmpty(int panel) =>
        !_map.Values.Slice(panel * _map.RowCount, ColumnsOf(panel) * _map.RowCount).ContainsAnyExcept(0L);

    /// <summary>Returns the number of columns of a panel.</summary>
    public int ColumnsOf(int panel) => Math.Min(PanelColumns, _map.ColumnCount - panel);

    /// <summary>Returns the label of a line: the time at which its lowest row starts, or blanks.</summary>
    public string LabelOf(int line)
    {
        if (line % LabelEvery != 0) return new string(' ', Gutter - 1);
        double start = line * _rowsPerLine * _columnUnits / _map.RowCount;
        return start.ToString("0.#", CultureInfo.InvariantCulture).PadLeft(Gutter - 2) + " ";
    }

    /// <summary>Returns the start of a column with its unit.</summary>
    public string StartOf(int column) => TimeText.Start((FirstColumn + column) * ColumnNanoseconds, _map.ColumnLength) + TimeUnit;

    private string TimeUnit => _map.ColumnLength.Ticks % TimeSpan.TicksPerMinute == 0 ? " h" : " s";

    /// <summary>Returns the ticks and the labels below a panel.</summary>
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
            long index = FirstColumn + panel + i;
            if (index % step != 0) continue;
            ticks[i * CellWidth] = tick;
            string label = TimeText.Start(index * ColumnNanoseconds, _map.ColumnLength);
            // A label that would touch the previous one is omitted.
            int at = i * CellWidth;
            if (at == 0 || labels.AsSpan(at - 1, label.Length + 1).TrimStart(' ').IsEmpty) label.CopyTo(labels.AsSpan(at));
        }
        return (new string(ticks), new string(labels).TrimEnd() + TimeUnit);
    }

    // At most ten labels per panel, at round numbers if the rows allow it.
    private int ChooseLabels()
    {
        int minimum = (Lines + 9) / 10;
        for (int lines = minimum; lines <= Lines; lines++)
        {
            if (lines * _rowsPerLine * _columnUnits / _map.RowCount is 1 or 2 or 5 or 10 or 15 or 20 or 30 or 50 or 100 or 200 or 250 or 500) return lines;
        }
        return NiceStep(minimum);
    }

    private static int NiceStep(double minimum)
    {
        int step = 1;
        for (int i = 0; step < minimum; i++) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        return step;
    }
}
