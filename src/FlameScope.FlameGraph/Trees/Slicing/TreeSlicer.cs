using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes the tree of a selection from an index: counts the samples of each end, finds for each end that was met what its path does not share
/// with the one before, and copies that. What was written is wiped on the way, so that a counter is clean again after each use.
/// </summary>
/// <remarks>
/// With fewer samples than there are ends, ends are marked by their samples, and of the whole index one bit an end is read; else they are marked
/// in a pass over the counts. When every end was met, the tree has every node and shares the index's shape. A node is in the tree when a sample
/// passes through it, even if the values of all such samples are 0.
/// After an exception a counter is not clean and must be dropped. One thread at a time.
/// </remarks>
internal sealed partial class TreeSlicer
{
    private readonly StackIndex _index;
    private readonly HeavyPaths? _chains;
    private readonly int[] _counts;
    private readonly long[]? _values;
    private readonly ulong[] _marks;
    private readonly OpenNode[] _open;

    /// <summary>Makes a clean counter.</summary>
    /// <param name="index">What it counts in.</param>
    /// <param name="chains">The index's chains; <c>null</c> when all of the index is all that will be asked for.</param>
    public TreeSlicer(StackIndex index, HeavyPaths? chains)
    {
        _index = index;
        _chains = chains;
        _counts = new int[index.TerminalNodes.Length];
        _values = index.Options.Weight == SampleWeight.Period ? new long[index.TerminalNodes.Length] : null;
        _marks = new ulong[(index.TerminalNodes.Length + 63) / 64];
        _open = new OpenNode[index.MaximumDepth + 1];
    }

    /// <summary>Fills a tree with the samples of a selection, which the index must hold.</summary>
    public void Fill(StackTree tree, SampleSelection selection)
    {
        CountSelection(selection);
        int sampleCount = selection.End - selection.Start - TakeOthers(selection);
        if (sampleCount >= _index.EndCount && !_counts.AsSpan(0, _index.EndCount).Contains(0))
        {
            _marks.AsSpan().Clear();
            tree.Reset(selection.Range, sampleCount, _index.NodeCount, _index.Shape);
            MoveAll(tree);
            return;
        }
        ReadOnlySpan<PathSegment> pieces = FindPieces(_chains!, out int nodeCount);
        tree.Reset(selection.Range, sampleCount, nodeCount, null);
        Move(_chains!.Nodes, pieces, tree);
    }

    // The last number is that of no end: its samples are not in the index, and its node is no end's.
    private int TakeOthers(SampleSelection selection)
    {
        int noEnd = _index.EndCount;
        int others = _counts[noEnd];
        _counts[noEnd] = 0;
        _marks[noEnd >> 6] &= ~(1UL << noEnd);
        if (_values is not null) _values[noEnd] = 0;
        return _index.HasSameMask(selection) ? others : selection.End - selection.Start - selection.Count;
    }

    // The pieces are known before, so their rows are asked for ahead: they lie anywhere in the index, and each would be waited for.
    private void Move(HeavyPathNode[] rows, ReadOnlySpan<PathSegment> pieces, StackTree tree)
    {
        TreeShape shape = tree.Shape;
        Span<int> parents = shape.Parents.AsSpan(0, tree.Count), depths = shape.Depths.AsSpan(0, tree.Count), names = shape.Names.AsSpan(0, tree.Count);
        Span<FrameKind> kinds = shape.Kinds.AsSpan(0, tree.Count);
        Span<FrameId> frames = shape.Frames.AsSpan(0, tree.Count);
        Span<long> selfValues = tree.WritableSelf;
        Span<OpenNode> open = _open;
        int node = 0, depth = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            PathSegment ahead = pieces[Math.Min(i + PiecesAhead, pieces.Length - 1)];
            Prefetch.Read(ref rows[ahead.Start]);
            Prefetch.Read(ref rows[ahead.Start + ahead.Count - 1]);
            Prefetch.Read(ref _counts[Math.Max(ahead.End, 0)]);

            PathSegment piece = pieces[i];
            Close(tree, piece.Depth, depth, node);
            depth = piece.Depth;
            int parent = depth == 0 ? -1 : open[depth - 1].Node;
            foreach (HeavyPathNode row in rows.AsSpan(piece.Start, piece.Count))
            {
                open[depth] = new OpenNode(node, 0);
                parents[node] = parent;
                depths[node] = depth++;
                names[node] = row.Name;
                kinds[node] = row.Kind;
                frames[node] = row.Frame;
                selfValues[node] = 0;
                parent = node++;
            }
            if (piece.End >= 0) open[depth - 1].Value = selfValues[parent] = TakeValue(piece.End);
        }
        Close(tree, 0, depth, node);
    }

    // Of the way at hand what begins at a depth has no more below it: its totals are known, and each goes to the node above.
    private void Close(StackTree tree, int depth, int end, int nextNode)
    {
        Span<OpenNode> open = _open;
        Span<long> totals = tree.WritableTotal;
        int[] subtreeEnds = tree.Shape.SubtreeEnds;
        long total = 0;
        while (end > depth)
        {
            OpenNode node = open[--end];
            total += node.Value;
            totals[node.Node] = total;
            subtreeEnds[node.Node] = nextNode;
        }
        if (depth > 0) open[depth - 1].Value += total;
    }

    private long TakeValue(int end)
    {
        long value = _values is null ? _counts[end] : _values[end];
        _counts[end] = 0;
        if (_values is not null) _values[end] = 0;
        return value;
    }

    private void MoveAll(StackTree tree)
    {
        int[] parents = _index.Shape.Parents;
        int[] endNodes = _index.TerminalNodes;
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

    /// <summary>A node whose subtree is being written.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Value">What it counts itself, and what all of its children do that are closed.</param>
    private record struct OpenNode(int Node, long Value);
}
