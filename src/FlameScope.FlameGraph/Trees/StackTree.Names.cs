using FlameScope.Model;

namespace FlameScope.FlameGraph;

public sealed partial class StackTree
{
    private StackTreeNodes? _nodes;

    /// <summary>All nodes in order, as a list for those who do not read columns. Each is made when it is asked for.</summary>
    public IReadOnlyList<StackTreeNode> Nodes => _nodes ??= new StackTreeNodes(this);

    /// <summary>One node.</summary>
    /// <param name="node">From 0, the root, to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public StackTreeNode this[int node] => new(
        node, Parents[node], Depths[node], GetName(node), Kinds[node], SelfValues[node], TotalValues[node], SubtreeEnds[node], Frames[node]);

    /// <summary>The name of a node: <c>root</c>, the group's label, or the name its frames are shown under.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public string GetName(int node)
    {
        if (Frames[node].Value >= 0) return Profile.Labels.Names[new LabelId(Shape.Names[node])];
        return node == 0 ? "root" : _index.Groups.GetName(Shape.Names[node]);
    }

    /// <summary>The bytes of a node's name, as they were recorded.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public ReadOnlySpan<byte> GetNameUtf8(int node)
    {
        if (Frames[node].Value >= 0) return Profile.Labels.Names.GetUtf8(new LabelId(Shape.Names[node]));
        return node == 0 ? "root"u8 : _index.Groups.GetUtf8(Shape.Names[node]);
    }

    /// <summary>The names from the first level down to a node: its own is the last.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <returns>A new array; empty for the root.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public string[] GetPath(int node)
    {
        var path = new string[Depths[node]];
        for (int i = path.Length - 1; i >= 0; node = Parents[node]) path[i--] = GetName(node);
        return path;
    }

    /// <summary>The first node whose path, as <see cref="GetPath"/> gives it, is this one.</summary>
    /// <param name="path">Names from the first level down. Of siblings that differ only in kind all are tried.</param>
    /// <returns>Its index; -1 when there is none; 0, the root, for an empty path.</returns>
    public int Find(string[] path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) return Count == 0 ? -1 : 0;
        // What does not match is stepped over whole, so the ancestors of every node that is looked at match.
        for (int node = 1; node < Count;)
        {
            int depth = Depths[node];
            bool matches = string.Equals(GetName(node), path[depth - 1], StringComparison.Ordinal);
            if (matches && depth == path.Length) return node;
            node = matches ? node + 1 : SubtreeEnds[node];
        }
        return -1;
    }
}
