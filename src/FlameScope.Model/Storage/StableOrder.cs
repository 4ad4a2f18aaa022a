namespace FlameScope.Model;

/// <summary>
/// Sorts a column of times and keeps the order of equal times: a merge sort of the ascending runs. Recordings are nearly sorted, because recorders
/// write one buffer per thread or processor after the other, so that a run overlaps its neighbors only.
/// </summary>
/// <remarks>
/// The rows of a run that precede all rows of the next one stay where they are, and so do the rows after all of the previous one. Few rows move after
/// the first passes: the order of a recording with 1,000 runs takes two passes over its rows instead of ten.
/// </remarks>
internal static class StableOrder
{
    public static int[] Of(ReadOnlySpan<long> keys)
    {
        int[] order = GC.AllocateUninitializedArray<int>(keys.Length);
        for (int i = 0; i < order.Length; i++) order[i] = i;
        List<int> runs = FindRuns(keys);
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

    // Returns the start of each ascending run, and the end of the last one.
    private static List<int> FindRuns(ReadOnlySpan<long> keys)
    {
        var runs = new List<int> { 0 };
        for (int i = 1; i < keys.Length; i++)
        {
            if (keys[i] < keys[i - 1]) runs.Add(i);
        }
        runs.Add(keys.Length);
        return runs;
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
