using System.Numerics;

namespace FlameScope.Model;

/// <summary>
/// Sorts a column of times and keeps the order of equal times: a merge sort of the ascending runs. Recordings are nearly sorted, because recorders
/// write one buffer per thread or processor after the other, so that a run overlaps its neighbors only.
/// </summary>
/// <remarks>
/// The rows of a run that precede all rows of the next one stay where they are, and so do the rows after all of the previous one. Few rows move after
/// the first passes: the order of a recording with 1,000 runs takes two passes over its rows instead of ten.
/// Rows in no order, as those of formats that group samples by stack, have short runs. They are sorted block by block by the digits of their times
/// first, which takes a quarter of the time of merging them.
/// </remarks>
internal static class StableOrder
{
    // A block and its copy, of eight bytes per row, fit in the cache. The row takes 20 bits of a number and leaves 44 for times within five hours.
    private static readonly int BlockLength = BufferSize.Choose(1 << 20, small: 40);
    private const int ShortRun = 16;
    private const int DigitBits = 11;

    public static int[] Of(ReadOnlySpan<long> keys)
    {
        int[] order = GC.AllocateUninitializedArray<int>(keys.Length);
        for (int i = 0; i < order.Length; i++) order[i] = i;
        List<int> runs = FindRuns(keys, order);
        int[] left = [];
        while (runs.Count > 2)
        {
            int kept = 1;
            for (int run = 0; run + 1 < runs.Count; run += 2)
            {
                bool isPair = run + 2 < runs.Count;
                if (isPair) Merge(keys, order, ref left, runs[run], runs[run + 1], runs[run + 2]);
                runs[kept++] = runs[isPair ? run + 2 : run + 1];
            }
            runs.RemoveRange(kept, runs.Count - kept);
        }
        return order;
    }

    // Returns the start of each ascending run, and the end of the last one. Rows with short runs are sorted, which makes one run of each block.
    private static List<int> FindRuns(ReadOnlySpan<long> keys, int[] order)
    {
        var runs = new List<int>();
        ulong[] numbers = [], buffer = [];
        bool isBlockSorted = true;
        for (int start = 0, end; start < keys.Length; start = end)
        {
            end = Math.Min(keys.Length - start, BlockLength) + start;
            int before = runs.Count;
            if (isBlockSorted || keys[start] < keys[start - 1]) runs.Add(start);
            for (int i = start + 1; i < end; i++)
            {
                if (keys[i] < keys[i - 1]) runs.Add(i);
            }
            isBlockSorted = runs.Count - before > (end - start) / ShortRun && TrySort(keys[start..end], order.AsSpan(start, end - start), ref numbers, ref buffer);
            if (!isBlockSorted) continue;
            runs.RemoveRange(before, runs.Count - before);
            runs.Add(start);
        }
        if (runs.Count == 0) runs.Add(0);
        runs.Add(keys.Length);
        return runs;
    }

    // Sorts a number of the key and the row per row by the digits of the key, the lowest first. Returns false if the keys have too many bits.
    private static bool TrySort(ReadOnlySpan<long> keys, Span<int> order, ref ulong[] numbers, ref ulong[] buffer)
    {
        long first = long.MaxValue, last = long.MinValue;
        foreach (long key in keys)
        {
            // Rows without a time have the least key.
            if (key == long.MinValue) continue;
            first = Math.Min(first, key);
            last = Math.Max(last, key);
        }
        ulong range = last < first ? 0 : (ulong)(last - first) + 1;
        int rowBits = BitOperations.Log2((uint)keys.Length) + 1, bits = BitOperations.Log2(range) + 1;
        if (range == 0 && last >= first) return false; // 2^64
        if (rowBits + bits > 64) return false;
        if (numbers.Length < keys.Length) (numbers, buffer) = (GC.AllocateUninitializedArray<ulong>(keys.Length), GC.AllocateUninitializedArray<ulong>(keys.Length));
        for (int i = 0; i < keys.Length; i++)
        {
            ulong number = keys[i] == long.MinValue ? 0 : (ulong)(keys[i] - first) + 1;
            numbers[i] = (number << rowBits) | (uint)i;
        }
        Span<int> counts = stackalloc int[1 << DigitBits];
        for (int shift = rowBits; shift < rowBits + bits; shift += DigitBits)
        {
            SortByDigit(numbers.AsSpan(0, keys.Length), buffer, shift, counts);
            (numbers, buffer) = (buffer, numbers);
        }
        int row = order[0];
        ulong mask = (1UL << rowBits) - 1;
        for (int i = 0; i < order.Length; i++) order[i] = row + (int)(numbers[i] & mask);
        return true;
    }

    private static void SortByDigit(ReadOnlySpan<ulong> numbers, Span<ulong> result, int shift, Span<int> counts)
    {
        const int Mask = (1 << DigitBits) - 1;
        counts.Clear();
        foreach (ulong number in numbers) counts[(int)(number >> shift) & Mask]++;
        int sum = 0;
        foreach (ref int count in counts)
        {
            (count, sum) = (sum, sum + count);
        }
        foreach (ulong number in numbers) result[counts[(int)(number >> shift) & Mask]++] = number;
    }

    private static void Merge(ReadOnlySpan<long> keys, int[] order, ref int[] buffer, int start, int middle, int end)
    {
        long first = keys[order[middle]];
        long last = keys[order[middle - 1]];
        if (last <= first) return;
        start = Search(keys, order, start, middle, first, isAfterEqual: true);
        end = Search(keys, order, middle, end, last, isAfterEqual: false);

        int leftCount = middle - start;
        if (buffer.Length < leftCount) buffer = GC.AllocateUninitializedArray<int>(Math.Max(leftCount, Math.Min(buffer.Length * 2, order.Length)));
        order.AsSpan(start, leftCount).CopyTo(buffer);
        ReadOnlySpan<int> left = buffer.AsSpan(0, leftCount);
        int taken = 0, right = middle, target = start;
        long leftKey = keys[left[0]], rightKey = first;
        while (true)
        {
            if (leftKey <= rightKey)
            {
                order[target++] = left[taken++];
                if (taken == leftCount) return; // the rest of the right rows is in place
                leftKey = keys[left[taken]];
            }
            else
            {
                order[target++] = order[right++];
                if (right == end) break;
                rightKey = keys[order[right]];
            }
        }
        left[taken..].CopyTo(order.AsSpan(target));
    }

    // Returns the first of some rows in ascending order whose key is greater than a key, or at least that.
    private static int Search(ReadOnlySpan<long> keys, int[] order, int start, int end, long key, bool isAfterEqual)
    {
        while (start < end)
        {
            int middle = start + ((end - start) / 2);
            long found = keys[order[middle]];
            if (found < key || (isAfterEqual && found == key)) start = middle + 1;
            else end = middle;
        }
        return start;
    }
}
