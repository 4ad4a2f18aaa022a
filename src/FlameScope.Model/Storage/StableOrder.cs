namespace FlameScope.Model;

/// <summary>
/// Sorts a column of times and keeps the order of equal times: a merge sort of the ascending runs. Recordings are nearly sorted (perf merges
/// per-processor buffers), so there are few runs and little more than one pass.
/// </summary>
internal static class StableOrder
{
    public static int[] Of(ReadOnlySpan<long> keys)
    {
        var order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        List<int> runs = FindRuns(keys);
        var other = new int[order.Length];
        while (runs.Count > 2)
        {
            var merged = new List<int>((runs.Count / 2) + 2) { 0 };
            int run = 0;
            for (; run + 2 < runs.Count; run += 2)
            {
                Merge(keys, order, other, runs[run], runs[run + 1], runs[run + 2]);
                merged.Add(runs[run + 2]);
            }
            if (run + 1 < runs.Count)
            {
                order.AsSpan(runs[run]..runs[run + 1]).CopyTo(other.AsSpan(runs[run]));
                merged.Add(runs[run + 1]);
            }
            (order, other) = (other, order);
            runs = merged;
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

    private static void Merge(ReadOnlySpan<long> keys, int[] from, int[] to, int start, int middle, int end)
    {
        int left = start, right = middle;
        for (int i = start; i < end; i++)
        {
            bool takeLeft = left < middle && (right == end || keys[from[left]] <= keys[from[right]]);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }
}
