using System.Globalization;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>The cells of a heat map while they are counted: the grid of a query, which begins at the whole second at or before the start of its range.</summary>
internal sealed class StoreCells
{
    private readonly HeatmapOptions _options;
    private readonly long[] _cells;
    private readonly long _length;

    /// <exception cref="HeatmapTooLargeException">The map would exceed the maximum number of columns or cells.</exception>
    /// <exception cref="NotSupportedException">The weight is neither that of samples nor that of periods.</exception>
    public StoreCells(ProfileQuery query, HeatmapOptions options)
    {
        CheckColumns(options);
        _options = options;
        IsOfPeriods(options.Weight);
        Origin = OriginOf(query);
        _length = options.ColumnLength.Ticks * 100;
        long columns = query.Range.IsEmpty ? 1 : ((query.Range.End - 1 - Origin) / _length) + 1;
        if (columns > options.MaximumColumns || columns > HeatmapOptions.MaximumCells / options.Rows)
        {
            // The message of the exception says what to do.
            throw new HeatmapTooLargeException(string.Create(
                CultureInfo.InvariantCulture,
                $"The heat map from {Origin} ns would have {columns} columns of {options.Rows} rows: choose a shorter range or a longer {nameof(HeatmapOptions.ColumnLength)}."));
        }
        _cells = new long[columns * options.Rows];
    }

    /// <summary>The start of the first column.</summary>
    public long Origin { get; }

    public void Add(long column, long row, long value) => _cells[(column * _options.Rows) + row] += value;

    /// <summary>Adds the value of a sample in the range.</summary>
    public void AddAt(long time, long value)
    {
        long offset = time - Origin, column = offset / _length;
        Add(column, (offset - (column * _length)) * _options.Rows / _length, value);
    }

    public SubsecondHeatmap ToMap() => SubsecondHeatmap.FromCells(Origin, _cells, _options, _options.Weight == SampleWeight.Period ? "events" : null);

    public static long OriginOf(ProfileQuery query) => query.Range.Start - (query.Range.Start % TimeRange.NanosecondsPerSecond);

    public static void CheckColumns(HeatmapOptions options)
    {
        if (options.ColumnLength.Ticks * 100 <= long.MaxValue / HeatmapOptions.MaximumRows) return;
        throw new ArgumentOutOfRangeException(nameof(options), options.ColumnLength, "A column of a heat map that an engine counts is at most 106 days long.");
    }

    /// <summary>Indicates whether the values of periods are summed instead of the numbers of samples.</summary>
    public static bool IsOfPeriods(SampleWeight weight) => weight == SampleWeight.Period
        || (weight.IsDefault || weight == SampleWeight.Samples
            ? false
            : throw new NotSupportedException($"An engine counts samples, or the first value of events ('period'), and not '{weight}'."));
}
