using System.Numerics;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes the tree of a selection from an index: counts the samples of each end, marks the nodes on the way from the ends that were met up to
/// the root, and copies the marked nodes in order. What was written is wiped on the way, so a counter is clean again after each use, and a short
/// range costs by its samples and their nodes; of the whole index it reads only one bit a node.
/// </summary>
/// <remarks>
/// A node is in the tree when a sample passes through it, even when the values of all such samples are 0.
/// Not clean any more when an exception got out; it must then be dropped. One thread at a time.
/// </remarks>
internal sealed class RangeCounter
{
    private readonly StackIndex _index;
    private readonly int[] _counts;
    private readonly long[]? _values;
    private readonly ulong[] _marks;
    private readonly int[] _lastAtDepth;
    private int _marked;

    public RangeCounter(StackIndex index)
    {
        _index = index;
        _counts = new int[index.EndNodes.Length];
        _values = index.Options.Weight == SampleWeight.Period ? new long[index.EndNodes.Length] : null;
        _marks = new ulong[(index.Parents.Length + 63) / 64];
        _lastAtDepth = new int[index.MaximumDepth + 1];
    }

    /// <summary>Fills a tree with the samples of a selection, which the index must hold.</summary>
    public void Fill(StackTree tree, SampleSelection selection)
    {
        _marked = 0;
        Mark(0);
        int sampleCount = selection.Mask.IsEmpty ? Count(selection.Start, selection.End) : CountMasked(selection);
        tree.Reset(selection.Range, sampleCount, _marked);
        CopyMarked(tree);
        AddUp(tree);
    }

    private int CountMasked(SampleSelection selection)
    {
        ReadOnlySpan<ulong> mask = selection.Mask;
        int total = 0;
        for (int start = selection.Start; start < selection.End;)
        {
            // The longest run of selected samples from here that one word tells of.
            int end = Math.Min((start | 63) + 1, selection.End);
            ulong bits = mask[start >> 6] >> (start & 63);
            start = Math.Min(start + BitOperations.TrailingZeroCount(bits), end);
            bits = mask[Math.Min(start >> 6, mask.Length - 1)] >> (start & 63);
            int runEnd = start == end ? end : Math.Min(start + BitOperations.TrailingZeroCount(~bits), end);
            total += Count(start, runEnd);
            start = runEnd;
        }
        return total;
    }

    private int Count(int start, int end)
    {
        ReadOnlySpan<int> ends = _index.SampleEnds.AsSpan(start - _index.FirstSample, end - start);
        int[] counts = _counts;
        if (_values is { } values)
        {
            ReadOnlySpan<long> periods = _index.Profile.Samples.Periods.Slice(start, end - start);
            for (int i = 0; i < ends.Length; i++) values[ends[i]] += periods[i];
        }
        foreach (int sampleEnd in ends)
        {
            if (counts[sampleEnd]++ == 0) Mark(_index.EndNodes[sampleEnd]);
        }
        return ends.Length;
    }

    // A marked node's ancestors are marked: so each node is walked over once, whatever the depth.
    private void Mark(int node)
    {
        ulong[] marks = _marks;
        int[] parents = _index.Parents;
        int marked = _marked;
        for (; node >= 0; node = parents[node])
        {
            ref ulong word = ref marks[node >> 6];
            ulong bit = 1UL << node;
            if ((word & bit) != 0) break;
            word |= bit;
            marked++;
        }
        _marked = marked;
    }

    private void CopyMarked(StackTree tree)
    {
        StackIndex index = _index;
        TreeColumns columns = tree.Columns;
        int[] lastAtDepth = _lastAtDepth;
        int to = 0;
        for (int word = 0; word < _marks.Length; word++)
        {
            ulong bits = _marks[word];
            if (bits == 0) continue;
            _marks[word] = 0;
            for (; bits != 0; bits &= bits - 1)
            {
                int from = (word << 6) + BitOperations.TrailingZeroCount(bits);
                int depth = index.Depths[from];
                lastAtDepth[depth] = to;
                columns.Parents[to] = depth == 0 ? -1 : lastAtDepth[depth - 1];
                columns.Depths[to] = depth;
                columns.Names[to] = index.Names[from];
                columns.Kinds[to] = index.Kinds[from];
                columns.Frames[to] = index.Frames[from];
                columns.SubtreeEnds[to] = to + 1;
                long self = TakeValue(index.Ends[from]);
                columns.SelfValues[to] = self;
                columns.TotalValues[to] = self;
                to++;
            }
        }
    }

    private long TakeValue(int end)
    {
        if (end < 0) return 0;
        int count = _counts[end];
        _counts[end] = 0;
        if (_values is null) return count;
        long value = _values[end];
        _values[end] = 0;
        return value;
    }

    // Children stand behind their parents, so one loop downward brings every value to the root.
    private static void AddUp(StackTree tree)
    {
        int count = tree.Count;
        Span<int> parents = tree.Columns.Parents.AsSpan(0, count);
        Span<long> totals = tree.Columns.TotalValues.AsSpan(0, count);
        Span<int> ends = tree.Columns.SubtreeEnds.AsSpan(0, count);
        for (int node = count - 1; node > 0; node--)
        {
            int parent = parents[node];
            totals[parent] += totals[node];
            if (ends[node] > ends[parent]) ends[parent] = ends[node];
        }
    }
}
