namespace FlameScope.Export;

/// <summary>The nodes that are wide enough to be drawn, and their starts.</summary>
internal sealed class FlameGraphLayout
{
    private FlameGraphLayout(int[] nodes, long[] starts)
    {
        Nodes = nodes;
        Starts = starts;
    }

    public int[] Nodes { get; }

    public long[] Starts { get; }

    public int MaximumDepth { get; private init; }

    public int OmittedCount { get; private init; }

    public long OmittedWeight { get; private init; }

    /// <summary>Returns the layout of a tree in canonical order: children adjoin, from the start of their parent.</summary>
    /// <param name="depths">The number of ancestors of each node.</param>
    /// <param name="ends">The index after the last descendant of each node.</param>
    /// <param name="totals">The width of each node, at least the sum of its children's widths.</param>
    /// <param name="minimumShare">The minimum width of a frame as a fraction of the total, from 0 to 1.</param>
    public static FlameGraphLayout Of(ReadOnlySpan<int> depths, ReadOnlySpan<int> ends, ReadOnlySpan<long> totals, double minimumShare)
    {
        long minimum = MinimumWeight(totals[0], minimumShare);
        var nodes = new int[totals.Length];
        var starts = new long[totals.Length];
        // The start of the next frame of each depth. The first child of a frame starts where the frame starts.
        var next = new long[64];
        int count = 0, deepest = 0;
        long omitted = 0;
        for (int node = 0; node < totals.Length;)
        {
            int depth = depths[node];
            long start = next[depth];
            next[depth] = start + totals[node];
            if (totals[node] < minimum && node > 0)
            {
                // No child is wider than its parent.
                omitted += totals[node];
                node = ends[node];
                continue;
            }
            if (depth + 1 == next.Length) Array.Resize(ref next, next.Length * 2);
            next[depth + 1] = start;
            deepest = Math.Max(deepest, depth);
            nodes[count] = node++;
            starts[count++] = start;
        }
        Array.Resize(ref nodes, count);
        Array.Resize(ref starts, count);
        return new FlameGraphLayout(nodes, starts) { MaximumDepth = deepest, OmittedCount = totals.Length - count, OmittedWeight = omitted };
    }

    /// <summary>Returns the layout of nodes with given starts.</summary>
    /// <param name="depths">The number of ancestors of each node, in pre-order.</param>
    /// <param name="starts">The start of each node.</param>
    /// <param name="widths">The width of each node. The width of the root is the total.</param>
    /// <param name="minimumShare">The minimum width of a frame as a fraction of the total, from 0 to 1.</param>
    public static FlameGraphLayout At(ReadOnlySpan<int> depths, ReadOnlySpan<long> starts, ReadOnlySpan<long> widths, double minimumShare)
    {
        long minimum = MinimumWeight(widths[0], minimumShare);
        var nodes = new List<int>();
        int deepest = 0;
        long omitted = 0, omittedTo = -1;
        for (int node = 0; node < depths.Length; node++)
        {
            if (node > 0 && widths[node] < minimum)
            {
                // The descendants of a narrow frame are narrow, too, and are counted with it.
                if (starts[node] >= omittedTo)
                {
                    omitted += widths[node];
                    omittedTo = starts[node] + widths[node];
                }
                continue;
            }
            deepest = Math.Max(deepest, depths[node]);
            nodes.Add(node);
        }
        var kept = new long[nodes.Count];
        for (int i = 0; i < kept.Length; i++) kept[i] = starts[nodes[i]];
        return new FlameGraphLayout([.. nodes], kept) { MaximumDepth = deepest, OmittedCount = depths.Length - kept.Length, OmittedWeight = omitted };
    }

    private static long MinimumWeight(long total, double share)
    {
        double weight = Math.Ceiling(total * share);
        return weight >= long.MaxValue ? long.MaxValue : Math.Max(1, (long)weight);
    }
}
