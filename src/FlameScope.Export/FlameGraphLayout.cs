using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>
/// Where the frames of a flame graph stand, free of pixels: each frame has a start and a width in the tree's own unit, and a depth.
/// </summary>
/// <remarks>
/// Frames are in the tree's order: parents before children, siblings by name. A child lies within its parent; siblings touch, from the
/// parent's start on; what the parent spent itself is the rest at its end. Frames that are too narrow are left out, and counted.
/// </remarks>
/// <example>
/// <code>
/// FlameGraphLayout layout = FlameGraphLayout.From(tree, minimumShare: 0.001);
/// for (int i = 0; i &lt; layout.Count; i++) Console.WriteLine(layout[i]);
/// </code>
/// </example>
public sealed class FlameGraphLayout
{
    private readonly int[] _nodes;
    private readonly long[] _starts;

    private FlameGraphLayout(StackTree tree, int[] nodes, long[] starts)
    {
        Tree = tree;
        _nodes = nodes;
        _starts = starts;
    }

    /// <summary>The tree whose frames these are.</summary>
    public StackTree Tree { get; }

    /// <summary>The number of frames that have a place. The root always has one.</summary>
    public int Count => _nodes.Length;

    /// <summary>The node of each frame, rising.</summary>
    public ReadOnlySpan<int> Nodes => _nodes;

    /// <summary>Where each frame starts, from 0 to the tree's total.</summary>
    public ReadOnlySpan<long> Starts => _starts;

    /// <summary>The greatest depth of a frame that has a place; 0 when only the root has.</summary>
    public int MaximumDepth { get; private init; }

    /// <summary>The number of nodes that are left out.</summary>
    public int OmittedCount { get; private init; }

    /// <summary>What the nodes that are left out count together, each sample once: the sum of their own values.</summary>
    public long OmittedWeight { get; private init; }

    /// <summary>One frame.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such frame.</exception>
    public FramePlace this[int index] =>
        new(_nodes[index], Tree.Depths[_nodes[index]], _starts[index], Tree.TotalValues[_nodes[index]]);

    /// <summary>Gives every node of a tree that counts anything its place.</summary>
    /// <param name="tree">The tree.</param>
    public static FlameGraphLayout From(StackTree tree) => From(tree, 0);

    /// <summary>Gives every node of a tree that is wide enough its place.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="minimumShare">
    /// The part of the whole width, from 0 to 1, that a frame must have. A node that counts nothing is left out even for 0.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static FlameGraphLayout From(StackTree tree, double minimumShare)
    {
        ArgumentNullException.ThrowIfNull(tree);
        TreeChecks.ThrowIfReturned(tree);
        if (!(minimumShare is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(minimumShare), minimumShare, "A share is a number from 0 to 1.");

        ReadOnlySpan<long> totals = tree.TotalValues;
        ReadOnlySpan<int> ends = tree.SubtreeEnds;
        ReadOnlySpan<int> depths = tree.Depths;
        long minimum = MinimumWeight(tree.Total, minimumShare);
        var nodes = new int[tree.Count];
        var starts = new long[tree.Count];
        // Where the next frame of each depth starts: a frame opens its children's level at its own start.
        var next = new long[64];
        int count = 0, deepest = 0;
        long omitted = 0;
        for (int node = 0; node < nodes.Length;)
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
        return new FlameGraphLayout(tree, nodes, starts)
        {
            MaximumDepth = deepest,
            OmittedCount = tree.Count - count,
            OmittedWeight = omitted,
        };
    }

    private static long MinimumWeight(long total, double share)
    {
        double weight = Math.Ceiling(total * share);
        return weight >= long.MaxValue ? long.MaxValue : Math.Max(1, (long)weight);
    }
}
