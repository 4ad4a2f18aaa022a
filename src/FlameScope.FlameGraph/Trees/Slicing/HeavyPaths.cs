using System.Runtime.CompilerServices;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The heavy-path decomposition (Sleator and Tarjan, 1983) of the nodes of a <see cref="StackIndex"/>. A heavy path is a node, its child that most
/// samples pass through, that child's child, and so on to a leaf. Every node is on one heavy path, and the nodes of a path are consecutive in memory,
/// so that the path from the root to a node is read in few segments.
/// </summary>
/// <remarks>
/// The head of a heavy path has at most half of the samples of its parent, so the path from the root to a node crosses at most
/// <see cref="MaximumCrossings"/> heavy paths, whatever its depth. Holds 8 bytes per node, 16 per heavy path and 16 per terminal node. Immutable.
/// </remarks>
internal sealed class HeavyPaths
{
    /// <summary>The maximum number of heavy paths that a path crosses: an <see cref="int"/> can be halved 30 times before 1 is left.</summary>
    public const int MaximumCrossings = 31;

    /// <summary>Decomposes the tree of an index.</summary>
    public HeavyPaths(StackIndex index)
    {
        TreeShape shape = index.Shape;
        int[] next = FindNext(index);
        var paths = new List<HeavyPath>();
        var positions = new HeavyPathPosition[shape.Capacity];
        Nodes = new HeavyPathNode[positions.Length];
        int position = 0;
        // In the order of the heads, so that a path is near the path that it branches from.
        for (int head = 0; head < positions.Length; head++)
        {
            int parent = shape.Parents[head];
            if (parent >= 0 && next[parent] == head) continue;
            paths.Add(parent < 0 ? new HeavyPath(0, 0, -1, -1) : new HeavyPath(head, position, positions[parent].Path, positions[parent].Position));
            int level = parent < 0 ? 0 : positions[parent].Level + 1;
            int node = head;
            do
            {
                Nodes[position] = new HeavyPathNode(shape.Names[node], shape.Kinds[node], shape.Frames[node]);
                positions[node] = new HeavyPathPosition(node, paths.Count - 1, position++, level);
                node = next[node];
            }
            while (node != 0);
        }
        Paths = [.. paths];
        Terminals = Array.ConvertAll(index.TerminalNodes, node => positions[node]);
    }

    /// <summary>The heavy paths in the order of their heads. Path 0 starts with the root.</summary>
    public HeavyPath[] Paths { get; }

    /// <summary>The nodes, path by path.</summary>
    public HeavyPathNode[] Nodes { get; }

    /// <summary>The position of each terminal node of the index.</summary>
    public HeavyPathPosition[] Terminals { get; }

    /// <summary>The size of the columns in bytes.</summary>
    public long Bytes => (Nodes.Length * (long)Unsafe.SizeOf<HeavyPathNode>()) + (Paths.Length * (long)Unsafe.SizeOf<HeavyPath>()) + (Terminals.Length * (long)Unsafe.SizeOf<HeavyPathPosition>());

    // Returns for each node the first child that most samples pass through; 0 if there is none.
    private static int[] FindNext(StackIndex index)
    {
        int[] parents = index.Shape.Parents;
        var next = new int[parents.Length];
        var counts = new int[parents.Length];
        for (int terminal = 0; terminal < index.TerminalCount; terminal++) counts[index.TerminalNodes[terminal]] = index.Counts[terminal];
        for (int node = parents.Length - 1; node > 0; node--)
        {
            int parent = parents[node];
            counts[parent] += counts[node];
            if (next[parent] == 0 || counts[node] >= counts[next[parent]]) next[parent] = node;
        }
        return next;
    }
}

/// <summary>A path of <see cref="HeavyPaths"/>.</summary>
/// <param name="Head">The first node.</param>
/// <param name="Start">The position of the first node in <see cref="HeavyPaths.Nodes"/>.</param>
/// <param name="Parent">The path of the head's parent; -1 for the root's path.</param>
/// <param name="ParentPosition">The position of the head's parent.</param>
internal readonly record struct HeavyPath(int Head, int Start, int Parent, int ParentPosition);

/// <summary>The position of a node in <see cref="HeavyPaths"/>.</summary>
/// <param name="Node">The node.</param>
/// <param name="Path">Its path.</param>
/// <param name="Position">Its position in <see cref="HeavyPaths.Nodes"/>.</param>
/// <param name="Level">The number of paths between its path and the root's, including the root's; 0 on the root's path.</param>
internal readonly record struct HeavyPathPosition(int Node, int Path, int Position, int Level);

/// <summary>The columns of a node that do not depend on the range, packed into 8 bytes: eight nodes per cache line.</summary>
internal readonly struct HeavyPathNode(int name, FrameKind kind, FrameId frame)
{
    // Names are labels or groups. Both are less than 2^27, because a FunctionKey packs a kind next to them.
    private readonly int _key = new FunctionKey(new LabelId(name), kind).Packed;

    /// <summary>The lowest id of the frames merged into the node; -1 for the root and groups.</summary>
    public readonly FrameId Frame = frame;

    /// <summary>The same value as in <see cref="TreeShape.Names"/>.</summary>
    public int Name => FunctionKey.FromPacked(_key).Label.Value;

    public FrameKind Kind => FunctionKey.FromPacked(_key).Kind;
}
