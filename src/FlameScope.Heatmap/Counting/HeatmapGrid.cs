using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
internal sealed class HeatmapGrid
{
    // How far behind a column's start a cell is found by doubles: 9 minutes with 1000 rows of a second, 3 hours with 50.
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

    /// <summary>For each row how long after its column's start it begins, in nanoseconds; the column's length at the end.</summary>
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
        ulong columns = (Distance(origin, last) / (ulong)options.ColumnNanoseconds) + 1;
        if (columns > (ulong)options.MaximumColumns || columns > (ulong)(HeatmapOptions.MaximumCells / options.Rows))
        {
            throw new HeatmapTooLargeException(new TimeRange(origin, last + 1), columns, options);
        }
        return new HeatmapGrid(origin, (int)columns, options);
    }

    /// <summary>Where a row begins. The row after a column's last is where the column ends.</summary>
    public long TimeAt(int column, int row) =>
        (long)Int128.Min(Origin + ((Int128)column * ColumnNanoseconds) + _rowOffsets[row], long.MaxValue);

    /// <summary>The column of a time that is not before <see cref="Origin"/>; it may lie after the last.</summary>
    public ulong ColumnOf(long time) => Distance(Origin, time) / (ulong)ColumnNanoseconds;

    /// <summary>The row of a time that is not before <see cref="Origin"/>.</summary>
    public int RowOf(long time)
    {
        ulong offset = Distance(Origin, time) % (ulong)ColumnNanoseconds;
        return (int)((UInt128)offset * (ulong)RowCount / (ulong)ColumnNanoseconds);
    }

    /// <summary>The cell of a time that is within the map: its column's rows before it counted.</summary>
    public int CellOf(long time) => ((int)ColumnOf(time) * RowCount) + RowOf(time);

    /// <summary>The cells of times that rise and are within the map.</summary>
    /// <param name="times">The times.</param>
    /// <param name="cells">Is given the cell of each.</param>
    public void Locate(ReadOnlySpan<long> times, Span<long> cells)
    {
        int column = (int)ColumnOf(times[0]);
        long start = TimeAt(column, 0);
        int located = Distance(start, times[^1]) < _exactBelow ? LocateFours(times, cells, start, column * RowCount) : 0;
        for (int i = located; i < times.Length; i++) cells[i] = CellOf(times[i]);
    }

    // A time d after a column's start is floor(d * rows / length) cells on, which is floor((d * rows + 1/2) / length): and that quotient is half
    // of 1 / length or more away from every whole number. As doubles, each of five steps is wrong by at most 2^-53 of what it gives, together
    // by less than the half while d * rows + length < 2^49: so it is exact, for a time on a line, too. From 2^52 on a double is a whole number,
    // which its lower bits are; added to that, what is half more than a number is rounded to the whole one above it, which is the floor and one.
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
