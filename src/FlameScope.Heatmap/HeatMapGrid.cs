using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>
/// The lines between cells. A time is in row <c>floor(offset * rows / length)</c> of its column; hence row r begins at the first offset that
/// gives r, <c>ceil(r * length / rows)</c>.
/// </summary>
/// <remarks>
/// Differences of times are taken as unsigned numbers, where they are exact although a span may be twice what a <see cref="long"/> holds. The
/// last column may end beyond the last time there is: its lines stop at <see cref="long.MaxValue"/>, which no sample has.
/// </remarks>
internal sealed class HeatMapGrid
{
    private readonly long[] _rowOffsets;

    private HeatMapGrid(long origin, int columnCount, HeatMapOptions options)
    {
        Origin = origin;
        ColumnCount = columnCount;
        ColumnLength = options.ColumnLength;
        _rowOffsets = new long[options.Rows + 1];
        long quotient = options.ColumnLength / options.Rows, rest = options.ColumnLength % options.Rows;
        RowScale = (ulong)UInt128.Min(((UInt128)options.Rows << 64) / (ulong)options.ColumnLength, ulong.MaxValue);
        for (int row = 0; row < _rowOffsets.Length; row++) _rowOffsets[row] = (row * quotient) + (((row * rest) + options.Rows - 1) / options.Rows);
    }

    public long Origin { get; }

    public int ColumnCount { get; }

    public long ColumnLength { get; }

    public int RowCount => _rowOffsets.Length - 1;

    public long End => TimeAt(ColumnCount - 1, RowCount);

    /// <summary>For each row how long after its column's start it begins, in nanoseconds; the column's length at the end.</summary>
    public ReadOnlySpan<long> RowOffsets => _rowOffsets;

    /// <summary>
    /// Rows a nanosecond, times 2^64, rounded down. The upper half of its product with an offset from a column's start is the offset's row or the
    /// one before: an offset is less than 2^63, so what was rounded away makes less than half a row.
    /// </summary>
    public ulong RowScale { get; }

    public static HeatMapGrid Create(SampleSelection selection, HeatMapOptions options)
    {
        Check(options);
        Profile profile = selection.Profile;
        if (!profile.HasTimes) throw new UntimedProfileException();
        long origin = profile.Origin, last = profile.LastTime!.Value;
        if (options.CropToRange)
        {
            TimeRange range = selection.Range;
            long from = Math.Clamp(range.Start, origin, last);
            last = range.IsEmpty ? from : Math.Clamp(range.End - 1, from, last);
            origin = unchecked(origin + (long)(Distance(origin, from) / (ulong)options.ColumnLength * (ulong)options.ColumnLength));
        }
        ulong columns = (Distance(origin, last) / (ulong)options.ColumnLength) + 1;
        if (columns > (ulong)options.MaximumColumns || columns > (ulong)(HeatMapOptions.MaximumCells / options.Rows))
        {
            throw new HeatMapTooLargeException(new TimeRange(origin, last + 1), columns, options);
        }
        return new HeatMapGrid(origin, (int)columns, options);
    }

    /// <summary>Where a row begins. The row after a column's last is where the column ends.</summary>
    public long TimeAt(int column, int row) =>
        (long)Int128.Min(Origin + ((Int128)column * ColumnLength) + _rowOffsets[row], long.MaxValue);

    /// <summary>The column of a time that is not before <see cref="Origin"/>; it may lie after the last.</summary>
    public ulong ColumnOf(long time) => Distance(Origin, time) / (ulong)ColumnLength;

    /// <summary>The row of a time that is not before <see cref="Origin"/>.</summary>
    public int RowOf(long time)
    {
        ulong offset = Distance(Origin, time) % (ulong)ColumnLength;
        return (int)((UInt128)offset * (ulong)RowCount / (ulong)ColumnLength);
    }

    private static ulong Distance(long from, long to) => unchecked((ulong)to - (ulong)from);

    private static void Check(HeatMapOptions options)
    {
        if (options.Rows is < 1 or > HeatMapOptions.MaximumRows)
        {
            throw Invalid(nameof(options), options.Rows, $"{nameof(options.Rows)} must be from 1 to {HeatMapOptions.MaximumRows}.");
        }
        if (options.ColumnLength < options.Rows)
        {
            throw Invalid(
                nameof(options), options.ColumnLength, $"{nameof(options.ColumnLength)} is in nanoseconds, of which each row needs at least one.");
        }
        if (options.MaximumColumns < 1)
        {
            throw Invalid(nameof(options), options.MaximumColumns, $"{nameof(options.MaximumColumns)} must be at least 1.");
        }
        if (!Enum.IsDefined(options.Weight))
        {
            throw Invalid(nameof(options), options.Weight, $"{nameof(options.Weight)} must be one of {string.Join(", ", Enum.GetNames<SampleWeight>())}.");
        }
    }

    private static ArgumentOutOfRangeException Invalid(string parameter, object value, string rule) => new(parameter, value, rule);
}
