using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>
/// A subsecond-offset heat map. Time runs up each column and continues in the next column. The value of a cell is the total of the samples
/// in its time range. By default, a column is one second and has 50 cells.
/// </summary>
/// <remarks>
/// <para>The first column starts at <see cref="Profile.Origin"/> and the last column contains the last sample of the profile, whatever the
/// selection, so the maps of one profile have the same columns. <see cref="HeatmapOptions.CropToRange"/> removes columns at both ends.</para>
/// <para>Every selected sample is in exactly one cell, or has no time and is counted in <see cref="UntimedCount"/>. The range of a cell is
/// half-open, so the ranges of consecutive cells adjoin.</para>
/// </remarks>
/// <example>
/// <code>
/// SubsecondHeatmap map = SubsecondHeatmap.From(profile);
/// SampleSelection moment = map.Selection.Within(map.RangeOf(map.Busiest));
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SubsecondHeatmap
{
    private readonly HeatmapGrid _grid;
    private readonly long[] _values;

    private SubsecondHeatmap(SampleSelection selection, HeatmapOptions options)
    {
        Selection = selection;
        Weight = selection.Profile.Resolve(options.Weight);
        _grid = HeatmapGrid.Create(selection, options);
        // The counter clears the cells as it fills them, while they are in the cache.
        _values = GC.AllocateUninitializedArray<long>(_grid.ColumnCount * _grid.RowCount);
        int busiest = HeatmapCounter.Count(selection, Weight, _grid, _values, out long total);
        Total = total;
        Maximum = _values[busiest];
        Busiest = new HeatmapCell(busiest / RowCount, busiest % RowCount);

        int untimedEnd = Math.Min(selection.End, selection.Profile.Samples.UntimedCount);
        if (selection.Start >= untimedEnd) return;
        UntimedCount = new SampleSums(selection, SampleWeight.Samples).Of(selection.Start, untimedEnd);
        UntimedTotal = new SampleSums(selection, Weight).Of(selection.Start, untimedEnd);
    }

    private SubsecondHeatmap(HeatmapGrid grid, long[] values, SampleWeight weight, string unit)
    {
        Selection = Profile.Empty.Select();
        Weight = weight;
        Unit = unit;
        _grid = grid;
        _values = values;
        int busiest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            Total += values[i];
            if (values[i] > values[busiest]) busiest = i;
        }
        Maximum = values[busiest];
        Busiest = new HeatmapCell(busiest / RowCount, busiest % RowCount);
    }

    /// <summary>The samples that the map shows; none if it was made from cells.</summary>
    [JsonIgnore]
    public SampleSelection Selection { get; }

    /// <summary>The number of columns, at least 1.</summary>
    public int ColumnCount => _grid.ColumnCount;

    /// <summary>The number of rows, at least 1.</summary>
    public int RowCount => _grid.RowCount;

    /// <summary>
    /// The start of the first column in nanoseconds on the recorder's clock: <see cref="Start"/>, or later by a number of columns when the map is
    /// cropped.
    /// </summary>
    public long Origin => _grid.Origin;

    /// <summary>The length of a column.</summary>
    public TimeSpan ColumnLength => TimeSpan.FromTicks(ColumnNanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>The time range from the start of the first column to the end of the last column.</summary>
    public TimeRange Range => new(Origin, _grid.End);

    /// <summary>The value that each sample contributes. It is never the default weight.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The unit of the values, such as <c>samples</c> or <c>bytes</c>; see <see cref="SampleSelection.GetUnit"/>.</summary>
    public string Unit
    {
        get => field ??= Selection.GetUnit(Weight);
        private init;
    }

    /// <summary>
    /// The time in nanoseconds from which the seconds of pictures and tables are counted: <see cref="Profile.Origin"/>, or for a map of cells the start of
    /// its first column.
    /// </summary>
    public long Start => Selection.Profile.HasTimes ? Selection.Profile.Origin : Origin;

    /// <summary>
    /// The values of the cells, column by column. The index of a cell is <c>column * RowCount + row</c>, and row 0 is the start of the column.
    /// </summary>
    [JsonIgnore]
    public ReadOnlySpan<long> Values => _values;

    /// <summary>The total of the samples of a cell.</summary>
    /// <param name="column">The column, from 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <param name="row">The row, from 0, the start of the column, to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="column"/> or <paramref name="row"/> is out of its range.</exception>
    public long this[int column, int row]
    {
        get
        {
            CheckColumn(column, nameof(column));
            CheckRow(row, nameof(row));
            return _values[(column * RowCount) + row];
        }
    }

    /// <summary>The value of the busiest cell; 0 when no sample with a time is selected.</summary>
    public long Maximum { get; }

    /// <summary>The sum of all cells. The sum of this value and <see cref="UntimedTotal"/> is the total of the selection.</summary>
    public long Total { get; }

    /// <summary>The number of selected samples that have no time and therefore no cell.</summary>
    public long UntimedCount { get; }

    /// <summary>The total of the selected samples that have no time.</summary>
    public long UntimedTotal { get; }

    /// <summary>The first cell whose value is <see cref="Maximum"/>.</summary>
    public HeatmapCell Busiest { get; }

    /// <summary>The length of a column in nanoseconds.</summary>
    internal long ColumnNanoseconds => _grid.ColumnNanoseconds;

    /// <summary>Counts all samples of a profile except idle ones.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The heat map.</returns>
    /// <exception cref="UntimedProfileException">No sample of the profile has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The map would exceed the maximum number of columns or cells.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns are shorter than one nanosecond per row.</exception>
    /// <exception cref="ArgumentException">No event of the profile has the value type of the weight.</exception>
    public static SubsecondHeatmap From(Profile profile, HeatmapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new(profile.Select(), options ?? new HeatmapOptions());
    }

    /// <summary>Counts the samples of a selection.</summary>
    /// <param name="selection">The samples. The map has the columns of their profile unless it is cropped.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The heat map.</returns>
    /// <exception cref="UntimedProfileException">No sample of the profile has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The map would exceed the maximum number of columns or cells.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns are shorter than one nanosecond per row.</exception>
    /// <exception cref="ArgumentException">No event of the profile has the value type of the weight.</exception>
    public static SubsecondHeatmap From(SampleSelection selection, HeatmapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return new(selection, options ?? new HeatmapOptions());
    }

    /// <summary>Returns the map of totals that were counted elsewhere, such as by a database.</summary>
    /// <param name="origin">The start of the first column in nanoseconds.</param>
    /// <param name="values">
    /// The values of the cells, column by column as <see cref="Values"/>: a whole number of columns, at least one, of <see cref="HeatmapOptions.Rows"/>.
    /// </param>
    /// <param name="options">
    /// The options; <c>null</c> for the defaults. The weight names what the values are; by default they are numbers of samples.
    /// <see cref="HeatmapOptions.CropToRange"/> is ignored.
    /// </param>
    /// <param name="unit">The unit of the values. The default is <c>samples</c>.</param>
    /// <returns>The heat map. Its <see cref="Selection"/> has no samples.</returns>
    /// <exception cref="ArgumentException">The values are not a whole number of columns, or the sum of all values does not fit in 64 bits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is negative, a column would start outside 64 bits of nanoseconds, or the columns are shorter than one nanosecond per row.
    /// </exception>
    /// <exception cref="HeatmapTooLargeException">The map would exceed the maximum number of columns or cells.</exception>
    /// <example>
    /// <code>
    /// // Two seconds of four rows each.
    /// SubsecondHeatmap map = SubsecondHeatmap.FromCells(0, [3, 0, 1, 0, 2, 2, 0, 9], new HeatmapOptions { Rows = 4 });
    /// </code>
    /// </example>
    public static SubsecondHeatmap FromCells(long origin, ReadOnlySpan<long> values, HeatmapOptions? options = null, string? unit = null)
    {
        options ??= new HeatmapOptions();
        if (values.IsEmpty || values.Length % options.Rows != 0)
        {
            throw new ArgumentException(Text($"{values.Length} values are not one or more columns of {options.Rows} rows."), nameof(values));
        }
        long total = 0;
        foreach (long value in values)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(values));
            if (value > long.MaxValue - total) throw new ArgumentException("The sum of all values does not fit in 64 bits.", nameof(values));
            total += value;
        }
        SampleWeight weight = options.Weight.IsDefault ? SampleWeight.Samples : options.Weight;
        return new(HeatmapGrid.Create(origin, values.Length / options.Rows, options), values.ToArray(), weight, unit ?? weight.Name!);
    }

    /// <summary>Copies the values of a column.</summary>
    /// <param name="column">The column, from 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <returns>A new array with one value per row; the first is the start of the column.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="column"/> is out of its range.</exception>
    public long[] GetColumn(int column) => ColumnValues(column).ToArray();

    /// <summary>Returns the total of the samples of a column.</summary>
    /// <param name="column">The column, from 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <returns>The sum of the column's cells.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="column"/> is out of its range.</exception>
    public long GetColumnTotal(int column)
    {
        long total = 0;
        foreach (long value in ColumnValues(column)) total += value;
        return total;
    }

    /// <summary>Returns the cell that contains a time.</summary>
    /// <param name="time">The time in nanoseconds on the recorder's clock, within <see cref="Range"/>.</param>
    /// <returns>The cell.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is outside <see cref="Range"/>.</exception>
    public HeatmapCell CellAt(long time) => Range.Contains(time)
        ? new HeatmapCell((int)_grid.ColumnOf(time), _grid.RowOf(time))
        : throw new ArgumentOutOfRangeException(nameof(time), time, Text($"The map contains the times from {Origin} to {_grid.End} ns."));

    /// <summary>Returns the time range of a cell.</summary>
    /// <param name="cell">A cell of this map.</param>
    /// <returns>The range, its end excluded.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The map does not contain <paramref name="cell"/>.</exception>
    public TimeRange RangeOf(HeatmapCell cell)
    {
        Check(cell, nameof(cell));
        return new(_grid.TimeAt(cell.Column, cell.Row), _grid.TimeAt(cell.Column, cell.Row + 1));
    }

    /// <summary>
    /// Returns the time range from one cell to another, both included. The range runs up each column and continues in the next, so it is not a
    /// rectangle of the picture.
    /// </summary>
    /// <param name="first">A cell of this map.</param>
    /// <param name="last">A cell of this map. It may also be earlier than <paramref name="first"/>.</param>
    /// <returns>The range, its end excluded.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The map does not contain one of the cells.</exception>
    public TimeRange RangeOf(HeatmapCell first, HeatmapCell last)
    {
        Check(first, nameof(first));
        Check(last, nameof(last));
        if ((last.Column, last.Row).CompareTo((first.Column, first.Row)) < 0) (first, last) = (last, first);
        return new(_grid.TimeAt(first.Column, first.Row), _grid.TimeAt(last.Column, last.Row + 1));
    }

    /// <summary>Returns the time range of a column.</summary>
    /// <param name="column">The column, from 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <returns>The range, its end excluded.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="column"/> is out of its range.</exception>
    public TimeRange RangeOfColumn(int column)
    {
        CheckColumn(column, nameof(column));
        return new(_grid.TimeAt(column, 0), _grid.TimeAt(column, RowCount));
    }

    /// <summary>Returns the size and the total of the map, such as <c>3 columns of 50 rows, total 1234</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text($"{ColumnCount} columns of {RowCount} rows, total {Total}");

    private ReadOnlySpan<long> ColumnValues(int column)
    {
        CheckColumn(column, nameof(column));
        return _values.AsSpan(column * RowCount, RowCount);
    }

    private void Check(HeatmapCell cell, string parameter)
    {
        CheckColumn(cell.Column, parameter);
        CheckRow(cell.Row, parameter);
    }

    private void CheckColumn(int column, string parameter)
    {
        if ((uint)column >= (uint)ColumnCount)
        {
            throw new ArgumentOutOfRangeException(
                parameter, Text($"There is no column {column}: the map has {ColumnCount} columns, counted from 0."));
        }
    }

    private void CheckRow(int row, string parameter)
    {
        if ((uint)row >= (uint)RowCount)
        {
            throw new ArgumentOutOfRangeException(parameter, Text($"There is no row {row}: the map has {RowCount} rows, counted from 0."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
