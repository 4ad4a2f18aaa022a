using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>
/// A subsecond-offset heat map: time runs up each column and then on to the next, and a cell is what the samples of its short time count. A
/// column is a second and has 50 cells unless options say otherwise.
/// </summary>
/// <remarks>
/// <para>The first column starts at <see cref="Profile.Origin"/> and the last holds the last of all samples, whatever the selection: maps of
/// one profile line up. <see cref="HeatmapOptions.CropToRange"/> cuts columns off either end.</para>
/// <para>Every selected sample is in exactly one cell, or has no time and is counted in <see cref="UntimedCount"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// SubsecondHeatmap map = SubsecondHeatmap.From(profile);
/// SampleSelection moment = map.Selection.Within(map.RangeOf(map.Busiest));
/// </code>
/// </example>
public sealed partial class SubsecondHeatmap
{
    private readonly HeatmapGrid _grid;
    private readonly long[] _values;

    private SubsecondHeatmap(SampleSelection selection, HeatmapOptions options)
    {
        Selection = selection;
        Weight = options.Weight;
        _grid = HeatmapGrid.Create(selection, options);
        // Not cleared here: the counter does that as it goes, while cells are in the cache.
        _values = GC.AllocateUninitializedArray<long>(_grid.ColumnCount * _grid.RowCount);
        int busiest = HeatmapCounter.Count(selection, options.Weight, _grid, _values, out long total);
        Total = total;
        Maximum = _values[busiest];
        Busiest = new HeatmapCell(busiest / RowCount, busiest % RowCount);

        int untimedEnd = Math.Min(selection.End, selection.Profile.Samples.UntimedCount);
        if (selection.Start >= untimedEnd) return;
        UntimedCount = new SampleSums(selection, SampleWeight.Samples).Of(selection.Start, untimedEnd);
        UntimedTotal = new SampleSums(selection, options.Weight).Of(selection.Start, untimedEnd);
    }

    /// <summary>The samples that the map shows.</summary>
    public SampleSelection Selection { get; }

    /// <summary>The number of columns, at least 1.</summary>
    public int ColumnCount => _grid.ColumnCount;

    /// <summary>The number of rows, at least 1.</summary>
    public int RowCount => _grid.RowCount;

    /// <summary>The start of the first column in nanoseconds: <see cref="Profile.Origin"/>, or columns after it when the map is cropped.</summary>
    public long Origin => _grid.Origin;

    /// <summary>The length of a column in nanoseconds.</summary>
    public long ColumnLength => _grid.ColumnLength;

    /// <summary>What a sample counts.</summary>
    public SampleWeight Weight { get; }

    /// <summary>
    /// The cells, column by column: the cell of a row is at <c>column * RowCount + row</c>, and row 0 is the start of the column.
    /// </summary>
    public ReadOnlySpan<long> Values => _values;

    /// <summary>What the samples of a cell count together.</summary>
    /// <param name="column">From 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <param name="row">From 0, the start of the column, to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public long this[int column, int row] => GetValue(new HeatmapCell(column, row));

    /// <summary>The value of the busiest cell; 0 when nothing is selected.</summary>
    public long Maximum { get; }

    /// <summary>The sum of all cells. With <see cref="UntimedTotal"/> it is what the selection counts.</summary>
    public long Total { get; }

    /// <summary>The number of selected samples that have no time and so no cell.</summary>
    public long UntimedCount { get; }

    /// <summary>What these samples count together.</summary>
    public long UntimedTotal { get; }

    /// <summary>The first of the cells that hold <see cref="Maximum"/>.</summary>
    public HeatmapCell Busiest { get; }

    /// <summary>The heat map of all samples but the idle ones.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The map's options; <c>null</c> for <see cref="HeatmapOptions.Default"/>.</param>
    /// <exception cref="UntimedProfileException">No sample of the profile has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The profile spans more columns or cells than a map may have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SubsecondHeatmap From(Profile profile, HeatmapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new(profile.Select(), options ?? HeatmapOptions.Default);
    }

    /// <summary>The heat map of some samples.</summary>
    /// <param name="selection">The samples. The map has the columns of their whole profile unless it is cropped.</param>
    /// <param name="options">The map's options; <c>null</c> for <see cref="HeatmapOptions.Default"/>.</param>
    /// <exception cref="UntimedProfileException">No sample of the profile has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The map spans more columns or cells than it may have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SubsecondHeatmap From(SampleSelection selection, HeatmapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return new(selection, options ?? HeatmapOptions.Default);
    }

    /// <summary>What the samples of a cell count together.</summary>
    /// <param name="cell">A cell of this map.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public long GetValue(HeatmapCell cell)
    {
        Check(cell, nameof(cell));
        return _values[(cell.Column * RowCount) + cell.Row];
    }

    /// <summary>The cells of a column, its start first.</summary>
    /// <param name="column">From 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <returns>A new array.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public long[] GetColumn(int column) => ColumnValues(column).ToArray();

    /// <summary>What the samples of a column count together.</summary>
    /// <param name="column">From 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public long GetColumnTotal(int column)
    {
        long total = 0;
        foreach (long value in ColumnValues(column)) total += value;
        return total;
    }

    private ReadOnlySpan<long> ColumnValues(int column)
    {
        CheckColumn(column);
        return _values.AsSpan(column * RowCount, RowCount);
    }
}
