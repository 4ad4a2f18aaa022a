using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>
/// Counts samples, a portion of them at a time, whichever columns it lies in: a column costs nothing by itself, and cells are cleared, filled
/// and compared while they are in the first-level cache.
/// </summary>
/// <remarks>
/// Samples are sorted by time. Where cells hold many, the lines between cells are looked for: a cell is what lies between two lines, and no
/// sample is looked at by itself. A line costs as much as some samples, and waits for the line before. Where cells hold few, each sample's cell
/// is computed, four at a time, and nothing waits.
/// </remarks>
internal readonly ref struct HeatmapCounter
{
    // Samples a cell from which it is faster to look for lines, by measurement in 10 to 1000 rows. A sum of a few periods is a loop that ends
    // where nobody foresees it, so with periods it takes more.
    private const int RunsFrom = 8;
    private const int RunsOfPeriodsFrom = 16;

    // Samples a cell from which it is faster to search for a line at once than to look through blocks first.
    private const int SearchFrom = 64;

    // Places, weights and cells of a portion are 8 KB each at most where cells hold one sample or more.
    private const int Portion = 1024;

    // Cells that are gone through before it is asked again how many samples they hold.
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
    /// <param name="weight">What each counts.</param>
    /// <param name="grid">The lines between cells.</param>
    /// <param name="cells">Holds what each cell counts afterwards, whatever it held.</param>
    /// <param name="total">What all cells count together.</param>
    /// <returns>The first of the cells that count most.</returns>
    public static int Count(SampleSelection selection, SampleWeight weight, HeatmapGrid grid, Span<long> cells, out long total) =>
        new HeatmapCounter(selection, weight, grid, cells).Count(Math.Max(selection.Start, selection.Profile.Samples.UntimedCount), out total);

    private int Count(int first, out long total)
    {
        Span<long> places = stackalloc long[Portion], weights = stackalloc long[Portion];
        long greatest = 0;
        int busiest = 0, cleared = 0;
        int runsFrom = _sums.Periods.IsEmpty ? RunsFrom : RunsOfPeriodsFrom;
        total = 0;
        for (int end; first < _times.Length; first = end)
        {
            end = Math.Min(_times.Length, (first | (Portion - 1)) + 1);
            int low = _grid.CellOf(_times[first]), high = _grid.CellOf(_times[end - 1]);
            // The last portion may have ended within a cell.
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

            // The last of these cells may grow yet. It is compared again then, and no cell after it has been.
            ReadOnlySpan<long> changed = _cells[low..(high + 1)];
            long most = Greatest(changed, out long sum);
            total += sum - already;
            if (most <= greatest) continue;
            greatest = most;
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

    // Adding to a cell waits some 8 cycles for what was added to it last, and a sample's cell is mostly that of the one before: so four samples
    // that lie far from each other take turns.
    private static void AddOnes(Span<long> cells, ReadOnlySpan<long> places)
    {
        int length = places.Length / 4;
        ReadOnlySpan<long> a = places[..length], b = places.Slice(length, length), c = places.Slice(2 * length, length), d = places.Slice(3 * length, length);
        for (int i = 0; i < a.Length; i++)
        {
            cells[(int)a[i]]++;
            cells[(int)b[i]]++;
            cells[(int)c[i]]++;
            cells[(int)d[i]]++;
        }
        foreach (long place in places[(4 * length)..]) cells[(int)place]++;
    }

    // The same. It has to read weights, too, so one way for both would be slower by a fifth where every sample counts one.
    private static void AddWeights(Span<long> cells, ReadOnlySpan<long> places, ReadOnlySpan<long> weights)
    {
        int length = places.Length / 4;
        ReadOnlySpan<long> a = places[..length], b = places.Slice(length, length), c = places.Slice(2 * length, length), d = places.Slice(3 * length, length);
        ReadOnlySpan<long> ofA = weights[..length], ofB = weights.Slice(length, length), ofC = weights.Slice(2 * length, length), ofD = weights.Slice(3 * length, length);
        for (int i = 0; i < a.Length; i++)
        {
            cells[(int)a[i]] += ofA[i];
            cells[(int)b[i]] += ofB[i];
            cells[(int)c[i]] += ofC[i];
            cells[(int)d[i]] += ofD[i];
        }
        for (int i = 4 * length; i < places.Length; i++) cells[(int)places[i]] += weights[i];
    }

    // Ends with a whole cell, and returns the sample after it.
    private int AddRuns(int first, int end, int low, ref int cleared)
    {
        ReadOnlySpan<long> ends = _grid.RowOffsets[1..];
        (int column, int row) = Math.DivRem(low, ends.Length);
        long start = _grid.TimeAt(column, 0);
        long value = _cells[low];
        int length = 0, cell = low;
        for (; first < _times.Length && (first < end || cell < low + CellsAtOnce); cell++)
        {
            // Where the line lies beyond the greatest time, every time is before it.
            long line = start <= long.MaxValue - ends[row] ? start + ends[row] : long.MaxValue;
            // A cell is most often like the one before. A look far ahead would tell as well, but misses the cache.
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

    // A few blocks, in which nothing is searched for, and what they do not reach is searched for behind them.
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

    private static long Greatest(ReadOnlySpan<long> values, out long sum)
    {
        long greatest = sum = 0;
        if (values.Length >= Vector256<long>.Count)
        {
            Vector256<long> greatests = Vector256<long>.Zero, sums = Vector256<long>.Zero;
            for (; values.Length >= Vector256<long>.Count; values = values[Vector256<long>.Count..])
            {
                Vector256<long> lanes = Vector256.Create(values);
                greatests = Vector256.Max(greatests, lanes);
                sums += lanes;
            }
            for (int i = 0; i < Vector256<long>.Count; i++) greatest = Math.Max(greatest, greatests[i]);
            sum = Vector256.Sum(sums);
        }
        foreach (long value in values)
        {
            greatest = Math.Max(greatest, value);
            sum += value;
        }
        return greatest;
    }
}
