using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>
/// Counts samples in batches that can span columns, so there is no cost per column. Cells are cleared, filled and compared while they are in the
/// first-level cache.
/// </summary>
/// <remarks>
/// Samples are sorted by time. When cells contain many samples, the boundaries between cells are searched for: a cell is the run between two
/// boundaries, and single samples are not examined. A boundary costs as much as several samples and depends on the previous boundary. When
/// cells contain few samples, the cell of each sample is computed, four at a time and without such a dependency.
/// </remarks>
internal readonly ref struct HeatmapCounter
{
    // The number of samples per cell from which searching for boundaries is faster, as measured with 10 to 1000 rows. A sum of a few values is a
    // loop whose end the processor cannot predict, so the number for values is greater.
    private const int RunsFrom = 8;
    private const int RunsOfWeightsFrom = 16;

    // The number of samples per cell from which it is faster to search for a boundary immediately than to scan blocks first.
    private const int SearchFrom = 64;

    // The places, the weights and the cells of a batch are at most 8 KB each when cells contain at least one sample.
    private const int BatchSize = 1024;

    // The number of cells that are processed before their density is examined again.
    private const int CellsAtOnce = 64;

    private const int Block = 16;
    private const int BlocksTried = 2;

    private readonly ReadOnlySpan<long> _times;
    private readonly SampleSums _sums;
    private readonly HeatmapGrid _grid;
    private readonly Span<long> _cells;

    private HeatmapCounter(SampleSelection selection, SampleWeight weight, HeatmapGrid grid, Span<long> cells)
    {
        _times = selection.Profile.Samples.Times[..selection.End];
        _sums = new SampleSums(selection, weight);
        _grid = grid;
        _cells = cells;
    }

    /// <summary>Counts the samples that have a time.</summary>
    /// <param name="selection">The samples.</param>
    /// <param name="weight">The value that each sample contributes.</param>
    /// <param name="grid">The boundaries between cells.</param>
    /// <param name="cells">Receives the total of each cell; previous contents are overwritten.</param>
    /// <param name="total">The sum of all cells.</param>
    /// <returns>The index of the first cell with the maximum.</returns>
    public static int Count(SampleSelection selection, SampleWeight weight, HeatmapGrid grid, Span<long> cells, out long total) =>
        new HeatmapCounter(selection, weight, grid, cells).Count(Math.Max(selection.Start, selection.Profile.Samples.UntimedCount), out total);

    private int Count(int first, out long total)
    {
        Span<long> places = stackalloc long[BatchSize], weights = stackalloc long[BatchSize];
        long maximum = 0;
        int busiest = 0, cleared = 0;
        int runsFrom = _sums.Weights.IsEmpty ? RunsFrom : RunsOfWeightsFrom;
        total = 0;
        for (int end; first < _times.Length; first = end)
        {
            end = Math.Min(_times.Length, (first | (BatchSize - 1)) + 1);
            int low = _grid.CellOf(_times[first]), high = _grid.CellOf(_times[end - 1]);
            // The previous batch may have ended within a cell.
            long already = low < cleared ? _cells[low] : 0;
            if (high >= cleared)
            {
                _cells[cleared..(high + 1)].Clear();
                cleared = high + 1;
            }
            if ((long)(high - low) * runsFrom < end - first)
            {
                end = AddRuns(first, end, low, ref cleared);
                high = cleared - 1;
            }
            else AddEach(first, places[..(end - first)], weights[..(end - first)]);

            // The last of these cells can still grow. It is then compared again, before any later cell.
            ReadOnlySpan<long> changed = _cells[low..(high + 1)];
            long most = Maximum(changed, out long sum);
            total += sum - already;
            if (most <= maximum) continue;
            maximum = most;
            busiest = low + changed.IndexOf(most);
        }
        _cells[cleared..].Clear();
        return busiest;
    }

    private void AddEach(int first, Span<long> places, Span<long> weights)
    {
        _grid.Locate(_times.Slice(first, places.Length), places);
        if (_sums.AreOfOnes) AddOnes(_cells, places);
        else AddWeights(_cells, places, _sums.Weigh(first, weights));
    }

    // An addition to a cell waits about 8 cycles for the previous addition to the same cell, and consecutive samples are mostly in the same cell.
    // Four samples that are far apart are therefore added in turn.
    private static void AddOnes(Span<long> cells, ReadOnlySpan<long> places)
    {
        int length = places.Length / 4;
        ReadOnlySpan<long> a = places[..length], b = places.Slice(length, length);
        ReadOnlySpan<long> c = places.Slice(2 * length, length), d = places.Slice(3 * length, length);
        for (int i = 0; i < a.Length; i++)
        {
            cells[(int)a[i]]++;
            cells[(int)b[i]]++;
            cells[(int)c[i]]++;
            cells[(int)d[i]]++;
        }
        foreach (long place in places[(4 * length)..]) cells[(int)place]++;
    }

    // The same with weights. A common method would be slower by 20% when every sample counts as 1, since it would read weights.
    private static void AddWeights(Span<long> cells, ReadOnlySpan<long> places, ReadOnlySpan<long> weights)
    {
        int length = places.Length / 4;
        ReadOnlySpan<long> a = places[..length], b = places.Slice(length, length);
        ReadOnlySpan<long> c = places.Slice(2 * length, length), d = places.Slice(3 * length, length);
        ReadOnlySpan<long> ofA = weights[..length], ofB = weights.Slice(length, length);
        ReadOnlySpan<long> ofC = weights.Slice(2 * length, length), ofD = weights.Slice(3 * length, length);
        for (int i = 0; i < a.Length; i++)
        {
            cells[(int)a[i]] += ofA[i];
            cells[(int)b[i]] += ofB[i];
            cells[(int)c[i]] += ofC[i];
            cells[(int)d[i]] += ofD[i];
        }
        for (int i = 4 * length; i < places.Length; i++) cells[(int)places[i]] += weights[i];
    }

    // Ends with a complete cell and returns the sample after it.
    private int AddRuns(int first, int end, int low, ref int cleared)
    {
        ReadOnlySpan<long> ends = _grid.RowOffsets[1..];
        (int column, int row) = Math.DivRem(low, ends.Length);
        long start = _grid.TimeAt(column, 0);
        long value = _cells[low];
        int length = 0, cell = low;
        for (; first < _times.Length && (first < end || cell < low + CellsAtOnce); cell++)
        {
            // A boundary after the maximum time follows every time.
            long line = start <= long.MaxValue - ends[row] ? start + ends[row] : long.MaxValue;
            // A cell mostly resembles the previous one. Looking far ahead would be as accurate but misses the cache.
            int next = FirstAtOrAfter(line, first, length < SearchFrom ? BlocksTried : 0);
            length = next - first;
            if (length > 0) value += _sums.Of(first, next);
            _cells[cell] = value;
            value = 0;
            first = next;
            if (++row < ends.Length) continue;
            row = 0;
            start += _grid.ColumnNanoseconds;
        }
        cleared = cell;
        return first;
    }

    // Scans a few blocks linearly, then searches in the rest.
    private int FirstAtOrAfter(long time, int from, int blocks)
    {
        for (; blocks > 0 && _times.Length - from >= Block; blocks--)
        {
            int before = CountBefore(time, _times.Slice(from, Block));
            from += before;
            if (before < Block) return from;
        }
        return from + Search(time, _times[from..]);
    }

    // Returns the number of times of a block that are less than another; they are the first ones. There are no unpredictable branches.
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

    // A galloping search: steps that double, then a binary search. The cost depends on the samples of a cell, not on those of the profile.
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

    private static long Maximum(ReadOnlySpan<long> values, out long sum)
    {
        long maximum = sum = 0;
        if (values.Length >= Vector256<long>.Count)
        {
            Vector256<long> maxima = Vector256<long>.Zero, sums = Vector256<long>.Zero;
            for (; values.Length >= Vector256<long>.Count; values = values[Vector256<long>.Count..])
            {
                Vector256<long> lanes = Vector256.Create(values);
                maxima = Vector256.Max(maxima, lanes);
                sums += lanes;
            }
            for (int i = 0; i < Vector256<long>.Count; i++) maximum = Math.Max(maximum, maxima[i]);
            sum = Vector256.Sum(sums);
        }
        foreach (long value in values)
        {
            maximum = Math.Max(maximum, value);
            sum += value;
        }
        return maximum;
    }
}
