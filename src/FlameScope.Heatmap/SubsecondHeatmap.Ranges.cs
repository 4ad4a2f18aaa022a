using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Heatmap;

// Between cells and time. A cell's range is half-open, so the ranges of all cells, one after the other, are the range of the map.
public sealed partial class SubsecondHeatmap
{
    /// <summary>The time from the first column's start to the last column's end.</summary>
    public TimeRange Range => new(Origin, _grid.End);

    /// <summary>The cell that a time is in.</summary>
    /// <param name="time">Nanoseconds on the recorder's clock, within <see cref="Range"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not within <see cref="Range"/>.</exception>
    public HeatmapCell CellAt(long time) => Range.Contains(time)
        ? new HeatmapCell((int)_grid.ColumnOf(time), _grid.RowOf(time))
        : throw new ArgumentOutOfRangeException(nameof(time), time, Text($"The map is of times from {Origin} to {_grid.End} ns."));

    /// <summary>The time of a cell.</summary>
    /// <param name="cell">A cell of this map.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public TimeRange RangeOf(HeatmapCell cell)
    {
        Check(cell, nameof(cell));
        return new(_grid.TimeAt(cell.Column, cell.Row), _grid.TimeAt(cell.Column, cell.Row + 1));
    }

    /// <summary>
    /// The time from one cell to another, both included: up the columns and on from one to the next, so it is not a rectangle of the picture.
    /// </summary>
    /// <param name="first">A cell of this map.</param>
    /// <param name="last">A cell of this map; it may also be the earlier of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public TimeRange RangeOf(HeatmapCell first, HeatmapCell last)
    {
        Check(first, nameof(first));
        Check(last, nameof(last));
        if ((last.Column, last.Row).CompareTo((first.Column, first.Row)) < 0) (first, last) = (last, first);
        return new(_grid.TimeAt(first.Column, first.Row), _grid.TimeAt(last.Column, last.Row + 1));
    }

    /// <summary>The time of a column.</summary>
    /// <param name="column">From 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public TimeRange RangeOfColumn(int column)
    {
        CheckColumn(column);
        return new(_grid.TimeAt(column, 0), _grid.TimeAt(column, RowCount));
    }

    private void Check(HeatmapCell cell, string parameter)
    {
        if ((uint)cell.Column >= (uint)ColumnCount || (uint)cell.Row >= (uint)RowCount)
        {
            throw new ArgumentOutOfRangeException(
                parameter, Text($"There is no cell ({cell.Column}, {cell.Row}): the map has {ColumnCount} columns of {RowCount} rows, counted from 0."));
        }
    }

    private void CheckColumn(int column)
    {
        if ((uint)column >= (uint)ColumnCount)
        {
            throw new ArgumentOutOfRangeException(nameof(column), Text($"There is no column {column}: the map has {ColumnCount}, counted from 0."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
