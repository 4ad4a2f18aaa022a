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
    private FlameGraphLayout(StackTree tree, FramePlacing placing)
    {
        Tree = tree;
        Placing = placing;
    }

    /// <summary>The tree whose frames these are.</summary>
    public StackTree Tree { get; }

    /// <summary>The number of frames that have a place. The root always has one.</summary>
    public int Count => Placing.Nodes.Length;

    /// <summary>The node of each frame, rising.</summary>
    public ReadOnlySpan<int> Nodes => Placing.Nodes;

    /// <summary>Where each frame starts, from 0 to the tree's total.</summary>
    public ReadOnlySpan<long> Starts => Placing.Starts;

    /// <summary>The greatest depth of a frame that has a place; 0 when only the root has.</summary>
    public int MaximumDepth => Placing.MaximumDepth;

    /// <summary>The number of nodes that are left out.</summary>
    public int OmittedCount => Placing.OmittedCount;

    /// <summary>What the nodes that are left out count together, each sample once: the sum of their own values.</summary>
    public long OmittedWeight => Placing.OmittedWeight;

    internal FramePlacing Placing { get; }

    /// <summary>One frame.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such frame.</exception>
    public FramePlace this[int index] =>
        new(Nodes[index], Tree.Depths[Nodes[index]], Starts[index], Tree.TotalValues[Nodes[index]]);

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
        return new FlameGraphLayout(tree, FramePlacing.Of(tree.Depths, tree.SubtreeEnds, tree.TotalValues, minimumShare));
    }
}
