using System.Numerics;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

internal sealed partial class RangeCounter
{
    private void CountSelection(SampleSelection selection, bool marks)
    {
        // Under the index's own mask the samples it does not hold point at an end of their own: no bit is looked at.
        if (_index.HasSameMask(selection) || selection.Mask.IsEmpty)
        {
            Count(selection.Start, selection.End, marks);
            return;
        }
        ReadOnlySpan<ulong> mask = selection.Mask;
        for (int start = selection.Start; start < selection.End;)
        {
            int wordEnd = Math.Min((start | 63) + 1, selection.End);
            ulong bits = mask[start >> 6] >> start;
            int runStart = start + BitOperations.TrailingZeroCount(bits);
            if (runStart >= wordEnd)
            {
                start = wordEnd;
                continue;
            }
            start = Math.Min(runStart + BitOperations.TrailingZeroCount(~(mask[runStart >> 6] >> runStart)), wordEnd);
            Count(runStart, start, marks);
        }
    }

    private void Count(int start, int end, bool marks)
    {
        if (start >= end) return;
        ReadOnlySpan<int> ends = _index.SampleEnds.AsSpan(start - _index.Selection.Start, end - start);
        int[] counts = _counts;
        if (_values is { } values)
        {
            ReadOnlySpan<long> periods = _index.Selection.Profile.Samples.Periods.Slice(start, ends.Length);
            for (int i = 0; i < ends.Length; i++) values[ends[i]] += periods[i];
        }
        if (!marks)
        {
            foreach (int sampleEnd in ends) counts[sampleEnd]++;
            return;
        }
        // No test whether the end is new: it would be a branch on data that just missed the cache.
        int[] endNodes = _index.EndNodes;
        foreach (int sampleEnd in ends)
        {
            counts[sampleEnd]++;
            Mark(endNodes[sampleEnd]);
        }
    }

    private void MarkMetEnds()
    {
        int[] endNodes = _index.EndNodes;
        for (int end = 0; end < endNodes.Length; end++)
        {
            if (_counts[end] > 0) Mark(endNodes[end]);
        }
    }

    private void Mark(int node) => _marks[node >> 6] |= 1UL << node;

    // Downward, so that every node has been marked from below when its turn comes. The next node is known before this one's parent is, so the
    // cache misses overlap; walks from each end up to the root would wait for every single one.
    private int MarkAncestors()
    {
        ulong[] marks = _marks;
        int[] parents = _index.Shape.Parents;
        int marked = 0;
        for (int word = marks.Length - 1; word >= 0; word--)
        {
            ulong left = marks[word];
            while (left != 0)
            {
                int bit = BitOperations.Log2(left);
                int parent = Math.Max(parents[(word << 6) + bit], 0);
                marks[parent >> 6] |= 1UL << parent;
                left = marks[word] & ((1UL << bit) - 1);
            }
            marked += BitOperations.PopCount(marks[word]);
        }
        return marked;
    }
}
