using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes the tree of a selection from an index: counts the samples of each end, walks from each end that was met up to what an earlier end has
/// in common with it, and copies the nodes met in order. What was written is wiped on the way, so that a counter is clean again after each use.
/// </summary>
/// <remarks>
/// With fewer samples than there are ends, ends are marked by their samples, and of the whole index one bit an end is read; else they are marked
/// in a pass over the counts. When every end was met, the tree has every node and shares the index's shape. A node is in the tree when a sample
/// passes through it, even if the values of all such samples are 0.
/// After an exception a counter is not clean and must be dropped. One thread at a time.
/// </remarks>
internal sealed partial class RangeCounter
{
    private const int RowsAhead = 16;

    private readonly StackIndex _index;
    private readonly int[] _counts;
    private readonly long[]? _values;
    private readonly ulong[] _marks;
    private readonly int[] _lastAtDepth;
    private int[] _nodes = [0];

    public RangeCounter(StackIndex index)
    {
        _index = index;
        _counts = new int[index.EndNodes.Length];
        _values = index.Options.Weight == SampleWeight.Period ? new long[index.EndNodes.Length] : null;
        _marks = new ulong[(index.EndNodes.Length + 63) / 64];
        _lastAtDepth = new int[index.MaximumDepth + 1];
    }

    /// <summary>Fills a tree with the samples of a selection, which the index must hold.</summary>
    public void Fill(StackTree tree, SampleSelection selection)
    {
        CountSelection(selection);
        int sampleCount = selection.End - selection.Start - TakeOthers(selection);
        if (sampleCount >= _index.EndCount && !_counts.AsSpan(0, _index.EndCount).Contains(0))
        {
            _marks.AsSpan().Clear();
            tree.Reset(selection.Range, sampleCount, _index.Nodes.Length, _index.Shape);
            MoveAll(tree);
            return;
        }
        ReadOnlySpan<int> nodes = TakeNodes();
        tree.Reset(selection.Range, sampleCount, nodes.Length, null);
        Move(nodes, tree);
        AddUp(tree);
    }

    // The last number is that of no end: its samples are not in the index, and its mark leads nowhere.
    private int TakeOthers(SampleSelection selection)
    {
        int others = _counts[_index.EndCount];
        _counts[_index.EndCount] = 0;
        if (_values is not null) _values[_index.EndCount] = 0;
        return _index.HasSameMask(selection) ? others : selection.End - selection.Start - selection.Count;
    }

    // The nodes' numbers are known before, so their rows are asked for ahead: they lie anywhere in the index, and each would be waited for.
    private void Move(ReadOnlySpan<int> nodes, StackTree tree)
    {
        IndexNode[] rows = _index.Nodes;
        TreeShape shape = tree.Shape;
        Span<long> selfValues = tree.WritableSelf;
        Span<long> totalValues = tree.WritableTotal;
        int[] lastAtDepth = _lastAtDepth;
        for (int to = 0; to < nodes.Length; to++)
        {
            Prefetch.Read(ref rows[nodes[Math.Min(to + RowsAhead, nodes.Length - 1)]]);
            IndexNode node = rows[nodes[to]];
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
