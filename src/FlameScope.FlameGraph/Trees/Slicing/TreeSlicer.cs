using System.Numerics;
using System.Runtime.CompilerServices;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes the tree of a selection from an index. It counts the samples of each terminal node, finds for each terminal node that was reached the part
/// of its path that the previous one does not share, and copies that part. It resets what it wrote on the way, so that a slicer is clean after each
/// use.
/// </summary>
/// <remarks>
/// If there are fewer samples than terminal nodes, the reached ones are marked per sample, and only one bit per terminal node is read of the whole
/// index; otherwise they are marked in a pass over the counts. If all terminal nodes were reached, the tree has all nodes and shares the index's
/// shape. A node is in the tree if a sample passes through it, even if the values of all such samples are 0. A slicer is used by one thread at a
/// time. After an exception it is not clean and must be dropped.
/// </remarks>
internal sealed class TreeSlicer
{
    // Distances for prefetching: first a terminal node, then its path, then the parent path. Half or twice these distances is slower by a few
    // percent.
    private const int TerminalsAhead = 32;
    private const int PathsAhead = 16;
    private const int ParentsAhead = 8;
    private const int SegmentsAhead = 16;

    private readonly StackIndex _index;
    private readonly HeavyPaths? _paths;
    private readonly int[] _counts;
    private readonly ReadOnlyMemory<long> _weights;
    private readonly long[]? _values;
    private readonly ulong[] _marks;
    private readonly OpenNode[] _open;

    // The path from the root to the last terminal node: one part per heavy path.
    private readonly HeavyPathPart[] _path = new HeavyPathPart[HeavyPaths.MaximumCrossings];
    private int[] _reached = [];
    private PathSegment[] _segments = [];
    private int _segmentCount;

    /// <summary>Makes a clean slicer.</summary>
    /// <param name="index">The index.</param>
    /// <param name="paths">The heavy paths of the index; <c>null</c> if only trees of all samples of the index are made.</param>
    public TreeSlicer(StackIndex index, HeavyPaths? paths)
    {
        _index = index;
        _paths = paths;
        _counts = new int[index.TerminalNodes.Length];
        _weights = index.Values is null ? default : index.Selection.Profile.GetWeightColumn(index.Options.Weight);
        _values = index.Values is null ? null : new long[index.TerminalNodes.Length];
        _marks = new ulong[(index.TerminalNodes.Length + 63) / 64];
        _open = new OpenNode[index.MaximumDepth + 1];
    }

    /// <summary>Returns the size in bytes of a slicer that has made a tree of all terminal nodes.</summary>
    public static long EstimateBytes(StackIndex index) =>
        (index.TerminalNodes.Length * (long)((2 * sizeof(int)) + (index.Values is null ? 0 : sizeof(long)) + Unsafe.SizeOf<PathSegment>()))
        + (index.MaximumDepth * (long)Unsafe.SizeOf<OpenNode>());

    /// <summary>Fills a tree with the samples of a selection, which the index must hold.</summary>
    public void Fill(StackTree tree, SampleSelection selection)
    {
        CountSelection(selection);
        int rowCount = selection.End - selection.Start - RemoveOthers(selection);
        // A row may represent many samples.
        long sampleCount = _index.Selection.Profile.Samples.Counts.IsEmpty ? rowCount : selection.GetTotal(SampleWeight.Samples);
        if (rowCount >= _index.TerminalCount && !_counts.AsSpan(0, _index.TerminalCount).Contains(0))
        {
            _marks.AsSpan().Clear();
            tree.Reset(selection.Range, sampleCount, _index.NodeCount, _index.Shape);
            CopyAll(tree);
            return;
        }
        ReadOnlySpan<PathSegment> segments = FindSegments(_paths!, out int nodeCount);
        tree.Reset(selection.Range, sampleCount, nodeCount, null);
        Copy(_paths!.Nodes, segments, tree);
    }

    // Counts the samples of each terminal node, and marks the terminal nodes that were reached.
    private void CountSelection(SampleSelection selection)
    {
        // With the index's own mask, the samples that the index does not hold have a terminal number of their own: no bit is tested.
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
            if (end - start < _index.TerminalCount) Mark(start, end);
            else MarkCounted();
            return;
        }
        // More than half of the samples: subtract the others from the counts of all.
        _index.Counts.CopyTo(_counts, 0);
        _index.Values?.CopyTo(_values!, 0);
        Count(all.Start, start, -1);
        Count(end, all.End, -1);
        MarkCounted();
    }

    private void Count(int start, int end, int sign)
    {
        if (start >= end) return;
        ReadOnlySpan<int> terminals = TerminalsOf(start, end);
        int[] counts = _counts;
        foreach (int terminal in terminals) counts[terminal] += sign;
        if (_values is not { } values) return;
        ReadOnlySpan<long> weights = _weights.Span.Slice(start, terminals.Length);
        for (int i = 0; i < terminals.Length; i++) values[terminals[i]] += sign * weights[i];
    }

    // Does not test whether the terminal node is new: it would be a branch on data that just missed the cache.
    private void Mark(int start, int end)
    {
        ulong[] marks = _marks;
        foreach (int terminal in TerminalsOf(start, end)) marks[terminal >> 6] |= 1UL << terminal;
    }

    private void MarkCounted()
    {
        for (int terminal = 0; terminal < _counts.Length; terminal++) _marks[terminal >> 6] |= (_counts[terminal] == 0 ? 0UL : 1UL) << terminal;
    }

    private ReadOnlySpan<int> TerminalsOf(int start, int end) => _index.SampleTerminals.AsSpan(start - _index.Selection.Start, end - start);

    // Removes the samples that the index does not hold, which have the last number, and returns how many rows of the run are not selected.
    private int RemoveOthers(SampleSelection selection)
    {
        int none = _index.TerminalCount;
        int others = _counts[none];
        _counts[none] = 0;
        _marks[none >> 6] &= ~(1UL << none);
        if (_values is not null) _values[none] = 0;
        return _index.HasSameMask(selection) ? others : selection.End - selection.Start - selection.Count;
    }

    // Returns the nodes on the paths from the root to the reached terminal nodes, in order. The root is always included.
    private ReadOnlySpan<PathSegment> FindSegments(HeavyPaths tree, out int nodeCount)
    {
        ReadOnlySpan<int> reached = TakeReached();
        HeavyPathPosition[] terminals = tree.Terminals;
        HeavyPath[] paths = tree.Paths;
        StartAtRoot();
        int last = 0;
        for (int i = 0; i < reached.Length; i++)
        {
            int final = reached.Length - 1;
            Prefetch.Read(ref terminals[reached[Math.Min(i + TerminalsAhead, final)]]);
            Prefetch.Read(ref paths[terminals[reached[Math.Min(i + PathsAhead, final)]].Path]);
            Prefetch.Read(ref paths[Math.Max(0, paths[terminals[reached[Math.Min(i + ParentsAhead, final)]].Path].Parent)]);

            HeavyPathPosition terminal = terminals[reached[i]];
            if (terminal.Node > 0) AddPath(paths, terminal, last);
            _segments[_segmentCount - 1].Terminal = reached[i];
            last = terminal.Node;
        }
        ReadOnlySpan<PathSegment> segments = _segments.AsSpan(0, _segmentCount);
        nodeCount = 0;
        foreach (PathSegment segment in segments) nodeCount += segment.Count;
        return segments;
    }

    private void StartAtRoot()
    {
        EnsureCapacity(1);
        _segments[0] = new PathSegment(Start: 0, Count: 1, Depth: 0, Terminal: -1);
        _segmentCount = 1;
        _path[0] = default;
    }

    private void EnsureCapacity(int added)
    {
        if (_segments.Length < _segmentCount + added) Array.Resize(ref _segments, (_segmentCount + added) * 2);
    }

    // Adds the part of the path to a terminal node that is not shared with the path to the last one, which precedes it in pre-order.
    private void AddPath(HeavyPath[] paths, HeavyPathPosition terminal, int last)
    {
        EnsureCapacity(HeavyPaths.MaximumCrossings);
        PathSegment[] segments = _segments;
        HeavyPathPart[] parts = _path;
        int segmentCount = _segmentCount, position = terminal.Position, level = terminal.Level;
        HeavyPath path = paths[terminal.Path];
        // In pre-order, an ancestor of this node that does not follow the last node is an ancestor of the last node, too: its heavy path is already
        // part of the current path.
        for (; path.Head > last; level--)
        {
            parts[level] = new HeavyPathPart(path.Start, position, 0);
            position = path.ParentPosition;
            path = paths[path.Parent];
        }

        ref HeavyPathPart shared = ref parts[level];
        int next = shared.Last + 1;
        if (position >= next) segments[segmentCount++] = new PathSegment(next, position - next + 1, shared.DepthOf(next), -1);
        shared.Last = position;
        int depth = shared.DepthOf(position);
        while (level < terminal.Level)
        {
            ref HeavyPathPart part = ref parts[++level];
            part.Depth = depth + 1;
            segments[segmentCount++] = new PathSegment(part.Start, part.Last - part.Start + 1, part.Depth, -1);
            depth = part.DepthOf(part.Last);
        }
        _segmentCount = segmentCount;
    }

    // Returns the marked terminal nodes, ascending, and clears the marks.
    private ReadOnlySpan<int> TakeReached()
    {
        int count = 0;
        foreach (ulong word in _marks) count += BitOperations.PopCount(word);
        if (_reached.Length < count) _reached = new int[Math.Min(count * 2L, _index.TerminalCount)];
        int[] reached = _reached;
        count = 0;
        for (int word = 0; word < _marks.Length; word++)
        {
            for (ulong bits = _marks[word]; bits != 0; bits &= bits - 1) reached[count++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
            _marks[word] = 0;
        }
        return reached.AsSpan(0, count);
    }

    // The segments are known in advance, so their rows are prefetched: they may be anywhere in the index.
    private void Copy(HeavyPathNode[] rows, ReadOnlySpan<PathSegment> segments, StackTree tree)
    {
        TreeShape shape = tree.Shape;
        Span<int> parents = shape.Parents.AsSpan(0, tree.Count), depths = shape.Depths.AsSpan(0, tree.Count), names = shape.Names.AsSpan(0, tree.Count);
        Span<FrameKind> kinds = shape.Kinds.AsSpan(0, tree.Count);
        Span<FrameId> frames = shape.Frames.AsSpan(0, tree.Count);
        Span<long> selfValues = tree.WritableSelf;
        Span<OpenNode> open = _open;
        int node = 0, depth = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            PathSegment ahead = segments[Math.Min(i + SegmentsAhead, segments.Length - 1)];
            Prefetch.Read(ref rows[ahead.Start]);
            Prefetch.Read(ref rows[ahead.Start + ahead.Count - 1]);
            Prefetch.Read(ref _counts[Math.Max(ahead.Terminal, 0)]);

            PathSegment segment = segments[i];
            Close(tree, segment.Depth, depth, node);
            depth = segment.Depth;
            int parent = depth == 0 ? -1 : open[depth - 1].Node;
            foreach (HeavyPathNode row in rows.AsSpan(segment.Start, segment.Count))
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
            if (segment.Terminal >= 0) open[depth - 1].Value = selfValues[parent] = TakeValue(segment.Terminal);
        }
        Close(tree, 0, depth, node);
    }

    // The nodes of the current path from this depth down are complete: writes their totals and adds each to its parent.
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

    private long TakeValue(int terminal)
    {
        long value = _values is null ? _counts[terminal] : _values[terminal];
        _counts[terminal] = 0;
        if (_values is not null) _values[terminal] = 0;
        return value;
    }

    private void CopyAll(StackTree tree)
    {
        int[] parents = _index.Shape.Parents;
        int[] terminalNodes = _index.TerminalNodes;
        Span<long> selfValues = tree.WritableSelf;
        Span<long> totals = tree.WritableTotal;
        totals.Clear();
        int terminal = _index.TerminalCount - 1;
        for (int node = totals.Length - 1; node >= 0; node--)
        {
            long self = terminal >= 0 && terminalNodes[terminal] == node ? TakeValue(terminal--) : 0;
            selfValues[node] = self;
            long total = totals[node] += self;
            if (node > 0) totals[parents[node]] += total;
        }
    }

    /// <summary>A node whose subtree is being written.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Value">Its self value plus the totals of its children that are complete.</param>
    private record struct OpenNode(int Node, long Value);

    /// <summary>Consecutive nodes of one heavy path that the tree contains, each the child of the previous one.</summary>
    /// <param name="Start">The position of the first node in <see cref="HeavyPaths.Nodes"/>.</param>
    /// <param name="Count">The number of nodes, at least 1.</param>
    /// <param name="Depth">The number of ancestors of the first node.</param>
    /// <param name="Terminal">The terminal number of the last node; -1 if no selected sample ends there.</param>
    private record struct PathSegment(int Start, int Count, int Depth, int Terminal);

    /// <summary>The part of a heavy path that the current path follows.</summary>
    /// <param name="Start">The position of the heavy path's first node in <see cref="HeavyPaths.Nodes"/>.</param>
    /// <param name="Last">The position of the last node that is on the current path.</param>
    /// <param name="Depth">The number of ancestors of the first node.</param>
    private record struct HeavyPathPart(int Start, int Last, int Depth)
    {
        public readonly int DepthOf(int position) => Depth + position - Start;
    }
}
