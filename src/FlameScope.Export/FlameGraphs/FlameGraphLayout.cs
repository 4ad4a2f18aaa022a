namespace FlameScope.Export;

/// <summary>Which nodes of a tree in canonical order are wide enough to be drawn, and where they start.</summary>
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

    /// <summary>Places the nodes.</summary>
    /// <param name="depths">For each node the number of its ancestors.</param>
    /// <param name="ends">For each node the index after the last node below it.</param>
    /// <param name="totals">For each node its width: no less than its children's together.</param>
    /// <param name="minimumShare">The part of the whole width, from 0 to 1, that a frame must have.</param>
    public static FlameGraphLayout Of(ReadOnlySpan<int> depths, ReadOnlySpan<int> ends, ReadOnlySpan<long> totals, double minimumShare)
    {
        long minimum = MinimumWeight(totals[0], minimumShare);
        var nodes = new int[totals.Length];
        var starts = new long[totals.Length];
        // Where the next frame of each depth starts: a frame opens its children's level at its own start.
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

    /// <summary>Places nodes that know where they start.</summary>
    /// <param name="depths">For each node the number of its ancestors; in pre-order.</param>
    /// <param name="starts">For each node where it starts.</param>
    /// <param name="widths">For each node its width; the root's is the whole.</param>
    /// <param name="minimumShare">The part of the whole width, from 0 to 1, that a frame must have.</param>
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
                // What stands on a narrow frame is narrow too, and counted with it.
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
