using System.Collections;

namespace FlameScope.FlameGraph;

/// <summary>A difference's nodes as a list.</summary>
internal sealed class StackTreeDiffNodes(StackTreeDiff diff) : IReadOnlyList<StackTreeDiffNode>
{
    public int Count => diff.Count;

    public StackTreeDiffNode this[int index] => diff[index];

    public IEnumerator<StackTreeDiffNode> GetEnumerator()
    {
        for (int node = 0; node < diff.Count; node++) yield return diff[node];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
