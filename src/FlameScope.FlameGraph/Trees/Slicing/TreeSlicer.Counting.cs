using System.Numerics;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

internal sealed partial class TreeSlicer
{
    // Counts the samples of each end, and marks the ends that were met.
    private void CountSelection(SampleSelection selection)
    {
        // Under the index's own mask the samples it does not hold point at an end of their own: no bit is looked at.
        if (_index.HasSameMask(selection) || selection.Mask.IsEmpty)
        {
            CountRun(selection.Start, selection.End);
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
            Count(runStart, start, 1);
            Mark(runStart, start);
        }
    }

    private void CountRun(int start, int end)
    {
        if (start >= end) return;
        SampleSelection all = _index.Selection;
        if (end - start <= (all.End - all.Start) / 2)
        {
            Count(start, end, 1);
            if (end - start < _index.EndCount) Mark(start, end);
            else MarkCounted();
            return;
        }
        // What holds more than half of the samples is the whole less the others.
        _index.Counts.CopyTo(_counts, 0);
        _index.Values?.CopyTo(_values!, 0);
        Count(all.Start, start, -1);
        Count(end, all.End, -1);
        MarkCounted();
    }

    private void Count(int start, int end, int sign)
    {
        if (start >= end) return;
        ReadOnlySpan<int> ends = EndsOf(start, end);
        int[] counts = _counts;
        foreach (int sampleEnd in ends) counts[sampleEnd] += sign;
        if (_values is not { } values) return;
        ReadOnlySpan<long> periods = _index.Selection.Profile.Samples.Periods.Slice(start, ends.Length);
        for (int i = 0; i < ends.Length; i++) values[ends[i]] += sign * periods[i];
    }

    // No test whether the end is new: it would be a branch on data that just missed the cache.
    private void Mark(int start, int end)
    {
        ulong[] marks = _marks;
        foreach (int sampleEnd in EndsOf(start, end)) marks[sampleEnd >> 6] |= 1UL << sampleEnd;
    }

    private void MarkCounted()
    {
        for (int end = 0; end < _counts.Length; end++) _marks[end >> 6] |= (_counts[end] == 0 ? 0UL : 1UL) << end;
    }

    private ReadOnlySpan<int> EndsOf(int start, int end) => _index.SampleEnds.AsSpan(start - _index.Selection.Start, end - start);
}
