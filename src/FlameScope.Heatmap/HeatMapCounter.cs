using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>
/// Fills the cells. Samples are sorted by time: in a column that holds some samples a cell, the first sample at or after each line between
/// cells is looked for, sixteen times in one comparison or by a search, a cell is what lies between two of these, and no sample is looked at by
/// itself. In a column that holds one or two, a sample's row comes from one multiplication. Columns without samples are jumped over.
/// </summary>
internal readonly ref struct HeatMapCounter
{
    // Samples a cell from which it is faster to find the lines between cells than a row for each sample, and from which it is faster to search for
    // the lines at once than to look through blocks first: measured with some million samples in 10 to 1000 rows.
    private const double RunsFrom = 2.5;
    private const int SearchFrom = 64;

    private const int Block = 16;
    private const int BlocksTried = 2;

    private readonly ReadOnlySpan<long> _times;
    private readonly ReadOnlySpan<ulong> _mask;
    private readonly ReadOnlySpan<long> _periods;
    private readonly int _start;
    private readonly int _end;

    public HeatMapCounter(SampleSelection selection, SampleWeight weight)
    {
        SampleTable samples = selection.Profile.Samples;
        _times = samples.Times;
        _mask = selection.Mask;
        _periods = weight == SampleWeight.Period ? samples.Periods : default;
        _start = Math.Max(selection.Start, samples.UntimedCount);
        _end = selection.End;
    }

    /// <summary>Adds the samples to the cells they lie in.</summary>
    public void Fill(HeatMapGrid grid, long[] values)
    {
        int rows = grid.RowCount;
        for (int first = _start; first < _end;)
        {
            int column = (int)grid.ColumnOf(_times[first]);
            Span<long> cells = values.AsSpan(column * rows, rows);
            long start = grid.TimeAt(column, 0), end = grid.TimeAt(column, rows);
            long many = first + (long)(rows * RunsFrom);
            first = many < _end && _times[(int)many] < end ? AddRuns(first, start, grid, cells) : AddEach(first, start, end, grid, cells);
        }
    }

    /// <summary>What the selected ones among some samples count together.</summary>
    public long Sum(int first, int end)
    {
        if (_mask.IsEmpty) return _periods.IsEmpty ? end - first : SumAll(_periods[first..end]);
        return _periods.IsEmpty ? CountSelected(first, end) : SumSelected(first, end);
    }

    // Returns the first sample after the column, as AddEach does.
    private int AddRuns(int first, long columnStart, HeatMapGrid grid, Span<long> cells)
    {
        ReadOnlySpan<long> ends = grid.RowOffsets[1..];
        int length = 0;
        for (int row = 0; row < cells.Length; row++)
        {
            // Where the line lies beyond the greatest time, every time is before it.
            long line = columnStart <= long.MaxValue - ends[row] ? columnStart + ends[row] : long.MaxValue;
            // A cell is most often like the one before. A look far ahead would tell as well, but misses the cache.
            int next = FirstAtOrAfter(line, first, length < SearchFrom ? BlocksTried : 0);
            length = next - first;
            if (length > 0) cells[row] = Sum(first, next);
            first = next;
        }
        return first;
    }

    private int AddEach(int first, long columnStart, long columnEnd, HeatMapGrid grid, Span<long> cells)
    {
        ReadOnlySpan<long> times = _times[.._end], periods = _periods, ends = grid.RowOffsets[1..];
        ReadOnlySpan<ulong> mask = _mask;
        ulong scale = grid.RowScale;
        int i = first;
        for (; i < times.Length && times[i] < columnEnd; i++)
        {
            ulong offset = (ulong)(times[i] - columnStart);
            int row = (int)Math.BigMul(offset, scale, out _);
            if (offset >= (ulong)ends[row]) row++;
            long value = periods.IsEmpty ? 1 : periods[i];
            cells[row] += mask.IsEmpty ? value : value & -(long)(mask[i >> 6] >> i & 1);
        }
        return i;
    }

    // A few blocks, in which nothing is searched for, and what they do not reach is searched for behind them.
    private int FirstAtOrAfter(long time, int from, int blocks)
    {
        ReadOnlySpan<long> times = _times[.._end];
        for (; blocks > 0 && times.Length - from >= Block; blocks--)
        {
            int before = CountBefore(time, times.Slice(from, Block));
            from += before;
            if (before < Block) return from;
        }
        return from + Search(time, times[from..]);
    }

    // How many of a block's times are before another; these are the first ones. No branch depends on it: nobody could foresee it.
    private static int CountBefore(long time, ReadOnlySpan<long> block)
    {
        ref long times = ref MemoryMarshal.GetReference(block);
        Vector256<long> line = Vector256.Create(time);
        uint before = Vector256.LessThan(Vector256.LoadUnsafe(ref times), line).ExtractMostSignificantBits()
            | Vector256.LessThan(Vector256.LoadUnsafe(ref times, 4), line).ExtractMostSignificantBits() << 4
            | Vector256.LessThan(Vector256.LoadUnsafe(ref times, 8), line).ExtractMostSignificantBits() << 8
            | Vector256.LessThan(Vector256.LoadUnsafe(ref times, 12), line).ExtractMostSignificantBits() << 12;
        return BitOperations.TrailingZeroCount(~before);
    }

    // Steps that double, then a binary search in the last of them: the cost follows the samples of a cell, not those of the profile.
    private static int Search(long time, ReadOnlySpan<long> times)
    {
        int low = 0, step = 1;
        while (low + step <= times.Length && times[low + step - 1] < time)
        {
            low += step;
            step <<= 1;
        }
        int high = Math.Min(low + step - 1, times.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private int CountSelected(int first, int end)
    {
        int firstWord = first >> 6, lastWord = (end - 1) >> 6;
        ulong head = ulong.MaxValue << (first & 63), tail = ulong.MaxValue >> (63 - ((end - 1) & 63));
        if (firstWord == lastWord) return BitOperations.PopCount(_mask[firstWord] & head & tail);
        int count = BitOperations.PopCount(_mask[firstWord] & head) + BitOperations.PopCount(_mask[lastWord] & tail);
        foreach (ulong word in _mask[(firstWord + 1)..lastWord]) count += BitOperations.PopCount(word);
        return count;
    }

    private static long SumAll(ReadOnlySpan<long> periods)
    {
        long sum = 0;
        while (periods.Length >= Vector<long>.Count * 4)
        {
            // All periods of a profile together fit a long, so no lane can overflow.
            Vector<long> lanes = Vector<long>.Zero;
            while (periods.Length >= Vector<long>.Count)
            {
                lanes += new Vector<long>(periods);
                periods = periods[Vector<long>.Count..];
            }
            sum += Vector.Sum(lanes);
        }
        foreach (long period in periods) sum += period;
        return sum;
    }

    private long SumSelected(int first, int end)
    {
        long sum = 0;
        ReadOnlySpan<long> periods = _periods;
        while (first < end)
        {
            int stop = Math.Min(end, (first | 63) + 1);
            ulong bits = _mask[first >> 6] >> (first & 63);
            foreach (long period in periods[first..stop])
            {
                sum += period & -(long)(bits & 1);
                bits >>= 1;
            }
            first = stop;
        }
        return sum;
    }
}
