using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>
/// The boundaries between cells. A time is in row <c>floor(offset * rows / length)</c> of its column. Row r therefore starts at the first
/// offset that yields r, which is <c>ceil(r * length / rows)</c>.
/// </summary>
/// <remarks>
/// Differences of times are computed as unsigned numbers, which makes them exact although a span can be twice the maximum of a
/// <see cref="long"/>. The last column can end after the maximum time; its boundaries are then <see cref="long.MaxValue"/>, which is not the
/// time of any sample.
/// </remarks>
internal sealed class HeatmapGrid
{
    // The distance from a column's start up to which doubles find the cell exactly: 9 minutes with 1000 rows per second, 3 hours with 50.
    private readonly ulong _exactBelow;
    private readonly long[] _rowOffsets;

    private HeatmapGrid(long origin, int columnCount, HeatmapOptions options)
    {
        Origin = origin;
        ColumnCount = columnCount;
        ColumnNanoseconds = options.ColumnNanoseconds;
        _exactBelow = (ulong)Math.Max((1L << 49) - options.ColumnNanoseconds, 0) / (ulong)options.Rows;
        _rowOffsets = new long[options.Rows + 1];
        long quotient = options.ColumnNanoseconds / options.Rows, rest = options.ColumnNanoseconds % options.Rows;
        for (int row = 0; row < _rowOffsets.Length; row++) _rowOffsets[row] = (row * quotient) + (((row * rest) + options.Rows - 1) / options.Rows);
    }

    public long Origin { get; }

    public int ColumnCount { get; }

    public long ColumnNanoseconds { get; }

    public int RowCount => _rowOffsets.Length - 1;

    public long End => TimeAt(ColumnCount - 1, RowCount);

    /// <summary>The start of each row in nanoseconds after the start of its column, followed by the length of the column.</summary>
    public ReadOnlySpan<long> RowOffsets => _rowOffsets;

    public static HeatmapGrid Create(SampleSelection selection, HeatmapOptions options)
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
            origin = unchecked(origin + (long)(Distance(origin, from) / (ulong)options.ColumnNanoseconds * (ulong)options.ColumnNanoseconds));
        }
        return Create(origin, last, options);
    }

    /// <summary>Returns the grid of a number of columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The last column would start after the maximum time.</exception>
    public static HeatmapGrid Create(long origin, int columnCount, HeatmapOptions options)
    {
        Check(options);
        Int128 last = origin + ((Int128)(columnCount - 1) * options.ColumnNanoseconds);
        if (last >= long.MaxValue || origin == SampleTable.NoTime)
        {
            throw new ArgumentOutOfRangeException(nameof(origin), origin, "A column would start outside 64 bits of nanoseconds.");
        }
        return Create(origin, (long)last, options);
    }

    /// <summary>Returns the grid from the start of a column to the column of a last time.</summary>
    /// <exception cref="HeatmapTooLargeException">There would be too many columns.</exception>
    public static HeatmapGrid Create(long origin, long last, HeatmapOptions options)
    {
        Check(options);
        ulong columns = (Distance(origin, last) / (ulong)options.ColumnNanoseconds) + 1;
        if (columns > (ulong)options.MaximumColumns || columns > (ulong)(HeatmapOptions.MaximumCells / options.Rows))
        {
            throw new HeatmapTooLargeException(new TimeRange(origin, last + 1), columns, options);
        }
        return new HeatmapGrid(origin, (int)columns, options);
    }

    /// <summary>Returns the start of a row. The row after the last one starts where the column ends.</summary>
    public long TimeAt(int column, int row) =>
        (long)Int128.Min(Origin + ((Int128)column * ColumnNanoseconds) + _rowOffsets[row], long.MaxValue);

    /// <summary>Returns the column of a time that is not less than <see cref="Origin"/>. It can be greater than the last column.</summary>
    public ulong ColumnOf(long time) => Distance(Origin, time) / (ulong)ColumnNanoseconds;

    /// <summary>Returns the row of a time that is not less than <see cref="Origin"/>.</summary>
    public int RowOf(long time)
    {
        ulong offset = Distance(Origin, time) % (ulong)ColumnNanoseconds;
        return (int)((UInt128)offset * (ulong)RowCount / (ulong)ColumnNanoseconds);
    }

    /// <summary>Returns the index of the cell of a time that is within the map.</summary>
    public int CellOf(long time) => ((int)ColumnOf(time) * RowCount) + RowOf(time);

    /// <summary>Finds the cells of times that are ascending and within the map.</summary>
    /// <param name="times">The times.</param>
    /// <param name="cells">Receives the index of the cell of each time.</param>
    public void Locate(ReadOnlySpan<long> times, Span<long> cells)
    {
        int column = (int)ColumnOf(times[0]);
        long start = TimeAt(column, 0);
        int located = Distance(start, times[^1]) < _exactBelow ? LocateFours(times, cells, start, column * RowCount) : 0;
        for (int i = located; i < times.Length; i++) cells[i] = CellOf(times[i]);
    }

    // A time d after a column's start is in the cell floor(d * rows / length), which equals floor((d * rows + 1/2) / length). That quotient
    // differs from every integer by at least half of 1 / length. With doubles, each of the five steps has a relative error of at most 2^-53. While
    // d * rows + length < 2^49, the sum of these errors is less than that half, so the result is exact, also for a time on a boundary. Doubles from
    // 2^52 are integers whose lower bits are the integer. Adding 2^52 rounds a value that is increased by one half to the next integer above it,
    // which is the floor plus one.
    private int LocateFours(ReadOnlySpan<long> times, Span<long> cells, long start, int firstCell)
    {
        const long WholeBits = 0x4330_0000_0000_0000; // of 2^52
        Vector256<double> whole = Vector256.Create(WholeBits).AsDouble();
        Vector256<double> scale = Vector256.Create(RowCount / (double)ColumnNanoseconds), half = Vector256.Create((0.5 / ColumnNanoseconds) + 0.5);
        Vector256<long> from = Vector256.Create(unchecked(start - WholeBits)), toCell = Vector256.Create(firstCell - 1 - WholeBits);
        ref long time = ref MemoryMarshal.GetReference(times);
        ref long cell = ref MemoryMarshal.GetReference(cells[..times.Length]);
        int i = 0;
        for (; i <= times.Length - Vector256<long>.Count; i += Vector256<long>.Count)
        {
            Vector256<double> offset = (Vector256.LoadUnsafe(ref time, (nuint)i) - from).AsDouble() - whole;
            (((offset * scale) + half + whole).AsInt64() + toCell).StoreUnsafe(ref cell, (nuint)i);
        }
        return i;
    }

    private static ulong Distance(long from, long to) => unchecked((ulong)to - (ulong)from);

    // The two options are checked together here, since neither of them is wrong by itself.
    private static void Check(HeatmapOptions options)
    {
        if (options.ColumnNanoseconds >= options.Rows) return;
        throw new ArgumentOutOfRangeException(
            nameof(options), options.ColumnLength, $"{nameof(options.ColumnLength)} must be at least one nanosecond per row.");
    }
}
