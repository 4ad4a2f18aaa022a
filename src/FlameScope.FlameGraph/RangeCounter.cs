using System.Numerics;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes the tree of a selection from an index: counts the samples of each end, marks the nodes from the ends that were met up to the root, and
/// copies the marked nodes in order. What was written is wiped on the way, so that a counter is clean again after each use.
/// </summary>
/// <remarks>
/// With fewer samples than there are ends, ends are marked as samples are counted, and of the whole index one bit a node is read; else they are
/// marked in a pass over the counts. When every end was met, the tree has every node and shares the index's shape. A node is in the tree when
/// a sample passes through it, even if the values of all such samples are 0.
/// After an exception a counter is not clean and must be dropped. One thread at a time.
/// </remarks>
internal sealed partial class RangeCounter
{
    private readonly StackIndex _index;
    private readonly int[] _counts;
    private readonly long[]? _values;
    private readonly ulong[] _marks;
    private readonly int[] _lastAtDepth;
    private int[] _marked = [];

    public RangeCounter(StackIndex index)
    {
        _index = index;
        _counts = new int[index.EndNodes.Length];
        _values = index.Options.Weight == SampleWeight.Period ? new long[index.EndNodes.Length] : null;
        _marks = new ulong[(index.Nodes.Length + 63) / 64];
        _lastAtDepth = new int[index.MaximumDepth + 1];
    }

    /// <summary>Fills a tree with the samples of a selection, which the index must hold.</summary>
    public void Fill(StackTree tree, SampleSelection selection)
    {
        bool isShort = selection.End - selection.Start < _index.EndCount;
        CountSelection(selection, isShort);
        int sampleCount = selection.End - selection.Start - TakeOthers(selection);
        if (!isShort && _counts.AsSpan(0, _index.EndCount).IndexOf(0) < 0)
        {
            tree.Reset(selection.Range, sampleCount, _index.Nodes.Length, _index.Shape);
            MoveAll(tree);
            return;
        }
        if (!isShort) MarkMetEnds();
        Mark(0);
        int nodeCount = MarkAncestors();
        tree.Reset(selection.Range, sampleCount, nodeCount, null);
        MoveMarked(tree);
        AddUp(tree);
    }

    private int TakeOthers(SampleSelection selection)
    {
        int others = _counts[_index.EndCount];
        _counts[_index.EndCount] = 0;
        if (_values is not null) _values[_index.EndCount] = 0;
        return _index.HasSameMask(selection) ? others : selection.End - selection.Start - selection.Count;
    }

    // The numbers first, then the nodes: the loads of a plain loop over known places overlap, those between unforeseeable bits do not.
    private ReadOnlySpan<int> TakeMarked(int count)
    {
        if (_marked.Length < count) _marked = new int[count];
        int to = 0;
        for (int word = 0; word < _marks.Length; word++)
        {
            for (ulong bits = _marks[word]; bits != 0; bits &= bits - 1) _marked[to++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
            _marks[word] = 0;
        }
        return _marked.AsSpan(0, count);
    }

    private void MoveMarked(StackTree tree)
    {
        IndexNode[] nodes = _index.Nodes;
        TreeShape shape = tree.Shape;
        Span<long> selfValues = tree.WritableSelf;
        Span<long> totalValues = tree.WritableTotal;
        int[] lastAtDepth = _lastAtDepth;
        ReadOnlySpan<int> marked = TakeMarked(tree.Count);
        for (int to = 0; to < marked.Length; to++)
        {
            IndexNode node = nodes[marked[to]];
            int depth = node.Depth;
            lastAtDepth[depth] = to;
            shape.Parents[to] = depth == 0 ? -1 : lastAtDepth[depth - 1];
            shape.Depths[to] = depth;
            shape.SubtreeEnds[to] = to + 1;
            shape.Names[to] = node.Name;
            shape.Kinds[to] = node.Kind;
            shape.Frames[to] = node.Frame;
            totalValues[to] = selfValues[to] = node.End < 0 ? 0 : TakeValue(node.End);
        }
    }

    private long TakeValue(int end)
    {
        long value = _values is null ? _counts[end] : _values[end];
        _counts[end] = 0;
        if (_values is not null) _values[end] = 0;
        return value;
    }

    // Children stand behind their parents, so one loop downward brings every value to the root.
    private static void AddUp(StackTree tree)
    {
        int[] parents = tree.Shape.Parents;
        int[] ends = tree.Shape.SubtreeEnds;
        Span<long> totals = tree.WritableTotal;
        for (int node = totals.Length - 1; node > 0; node--)
        {
            int parent = parents[node];
            totals[parent] += totals[node];
            if (ends[node] > ends[parent]) ends[parent] = ends[node];
        }
    }

    private void MoveAll(StackTree tree)
    {
        int[] parents = _index.Shape.Parents;
        int[] endNodes = _index.EndNodes;
        Span<long> selfValues = tree.WritableSelf;
        Span<long> totals = tree.WritableTotal;
        totals.Clear();
        int end = _index.EndCount - 1;
        for (int node = totals.Length - 1; node >= 0; node--)
        {
            long self = end >= 0 && endNodes[end] == node ? TakeValue(end--) : 0;
            selfValues[node] = self;
            long total = totals[node] += self;
            if (node > 0) totals[parents[node]] += total;
        }
    }
}
