namespace FlameScope.FlameGraph;

/// <summary>
/// The union of the nodes of two trees, in canonical order. One pass merges both: in pre-order with ordered siblings, the deeper of the two next
/// nodes comes first, because its ancestors have been merged; two nodes of the same depth have the same parent and are compared.
/// </summary>
internal sealed class TreeUnion
{
    private readonly StackTree _a;
    private readonly StackTree _b;

    public TreeUnion(StackTree a, StackTree b)
    {
        (_a, _b) = (a, b);
        NodesA = new int[a.Count + b.Count];
        NodesB = new int[a.Count + b.Count];
        Count = Merge();
        NodesA = NodesA[..Count];
        NodesB = NodesB[..Count];
        Parents = new int[Count];
        Depths = new int[Count];
        SubtreeEnds = new int[Count];
        LinkNodes();
    }

    public int Count { get; }

    public int[] Parents { get; }

    public int[] Depths { get; }

    public int[] SubtreeEnds { get; }

    /// <summary>For each node, its index in the first tree; -1 if that tree does not contain it.</summary>
    public int[] NodesA { get; }

    /// <summary>For each node, its index in the second tree; -1 if that tree does not contain it.</summary>
    public int[] NodesB { get; }

    private int Merge()
    {
        int count = 0;
        for (int a = 0, b = 0; a < _a.Count || b < _b.Count; count++)
        {
            int order = Compare(a, b);
            NodesA[count] = order <= 0 ? a++ : -1;
            NodesB[count] = order >= 0 ? b++ : -1;
        }
        return count;
    }

    private void LinkNodes()
    {
        var lastAtDepth = new int[64];
        for (int node = 0; node < Count; node++)
        {
            int depth = NodesA[node] >= 0 ? _a.Depths[NodesA[node]] : _b.Depths[NodesB[node]];
            if (depth == lastAtDepth.Length) Array.Resize(ref lastAtDepth, depth * 2);
            lastAtDepth[depth] = node;
            Parents[node] = depth == 0 ? -1 : lastAtDepth[depth - 1];
            Depths[node] = depth;
            SubtreeEnds[node] = node + 1;
        }
        for (int node = Count - 1; node > 0; node--)
        {
            ref int end = ref SubtreeEnds[Parents[node]];
            end = Math.Max(end, SubtreeEnds[node]);
        }
    }

    // Less than 0: the node of the first tree is next. Greater than 0: that of the second. 0: the nodes are equal.
    private int Compare(int a, int b)
    {
        if (a == _a.Count) return 1;
        if (b == _b.Count) return -1;
        int order = _b.Depths[b] - _a.Depths[a];
        if (order == 0) order = _a.GetNameUtf8(a).SequenceCompareTo(_b.GetNameUtf8(b));
        return order != 0 ? order : _a.Kinds[a].CompareTo(_b.Kinds[b]);
    }
}
