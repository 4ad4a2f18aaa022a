using System.Collections;

namespace FlameScope.FlameGraph;

/// <summary>A tree's nodes as a list.</summary>
internal sealed class StackTreeNodes(StackTree tree) : IReadOnlyList<StackTreeNode>
{
    public int Count => tree.Count;

    public StackTreeNode this[int index] => tree[index];

    public IEnumerator<StackTreeNode> GetEnumerator()
    {
        for (int node = 0; node < tree.Count; node++) yield return tree[node];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
