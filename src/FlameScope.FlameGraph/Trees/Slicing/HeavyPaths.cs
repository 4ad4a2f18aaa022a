namespace FlameScope.FlameGraph;

/// <summary>
/// The nodes of a <see cref="StackIndex"/> laid out so that paths are read in few pieces: a chain is a node, the child of it that most samples
/// go on to, the child of that, and so on down to a leaf; the nodes of a chain stand side by side. Every node is in one chain.
/// </summary>
/// <remarks>
/// A child that begins a chain has at most half of its parent's samples, so no path crosses more than <see cref="MaximumSteps"/> chains, however
/// deep it is. Holds 8 bytes a node, 16 a chain and 16 an end. Immutable once made.
/// </remarks>
internal sealed class HeavyPaths
{
    /// <summary>The chains that a path crosses at most: what an <see cref="int"/> counts can be halved 30 times before 1 is left.</summary>
    public const int MaximumSteps = 31;

    /// <summary>Makes the chains of an index.</summary>
    public HeavyPaths(StackIndex index)
    {
        TreeShape shape = index.Shape;
        int[] next = FindNext(index);
        var chains = new List<Chain>();
        var places = new HeavyPathPosition[shape.Capacity];
        Nodes = new HeavyPathNode[places.Length];
        int position = 0;
        // In the order of their first nodes: what hangs on a chain is never far behind it.
        for (int head = 0; head < places.Length; head++)
        {
            int parent = shape.Parents[head];
            if (parent >= 0 && next[parent] == head) continue;
            chains.Add(parent < 0 ? new Chain(0, 0, -1, -1) : new Chain(head, position, places[parent].Chain, places[parent].Position));
            int level = parent < 0 ? 0 : places[parent].Level + 1;
            int node = head;
            do
            {
                Nodes[position] = new HeavyPathNode(shape.Names[node], shape.Kinds[node], shape.Frames[node]);
                places[node] = new HeavyPathPosition(node, chains.Count - 1, position++, level);
                node = next[node];
            }
            while (node != 0);
        }
        Chains = [.. chains];
        Ends = Array.ConvertAll(index.TerminalNodes, node => places[node]);
    }

    /// <summary>Chains in the order of their first nodes; chain 0 starts with the root.</summary>
    public Chain[] Chains { get; }

    /// <summary>The nodes, chain by chain.</summary>
    public HeavyPathNode[] Nodes { get; }

    /// <summary>Where each end of the index lies.</summary>
    public HeavyPathPosition[] Ends { get; }

    // For each node the child that most samples go on to, the first of these; 0 where there is none.
    private static int[] FindNext(StackIndex index)
    {
        int[] parents = index.Shape.Parents;
        var next = new int[parents.Length];
        var counts = new int[parents.Length];
        for (int end = 0; end < index.EndCount; end++) counts[index.TerminalNodes[end]] = index.Counts[end];
        for (int node = parents.Length - 1; node > 0; node--)
        {
            int parent = parents[node];
            counts[parent] += counts[node];
            if (next[parent] == 0 || counts[node] >= counts[next[parent]]) next[parent] = node;
        }
        return next;
    }
}

/// <summary>A chain of <see cref="HeavyPaths"/>.</summary>
/// <param name="Head">Its first node.</param>
/// <param name="Start">Where that stands among the chains' nodes.</param>
/// <param name="Parent">The chain of the head's parent; -1 for the root's.</param>
/// <param name="ParentPosition">Where that parent stands.</param>
internal readonly record struct Chain(int Head, int Start, int Parent, int ParentPosition);

/// <summary>Where a node lies.</summary>
/// <param name="Node">The node.</param>
/// <param name="Chain">Its chain.</param>
/// <param name="Position">Where it stands among the chains' nodes.</param>
/// <param name="Level">The number of chains between it and the root's, that one included; 0 in the root's.</param>
internal readonly record struct HeavyPathPosition(int Node, int Chain, int Position, int Level);
