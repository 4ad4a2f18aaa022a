namespace FlameScope.FlameGraph;

/// <summary>
/// Orders the nodes of a tree in pre-order, siblings by rank. Two counting sorts (a radix sort) order all nodes by rank and then by parent. Sizes and
/// places take one loop each, because the index of a parent is less than the indexes of its children. No step depends on the depth.
/// </summary>
internal static class CanonicalOrder
{
    /// <summary>Returns the place of each node.</summary>
    /// <param name="parents">For each node, its parent; node 0 is the root.</param>
    /// <param name="ranks">For each node, its rank among its siblings, from 0; siblings have different ranks.</param>
    /// <param name="rankCount">A number greater than every rank.</param>
    /// <param name="sizes">For each node, the number of nodes of its subtree, including itself.</param>
    public static int[] PlacesOf(ReadOnlySpan<int> parents, ReadOnlySpan<int> ranks, int rankCount, out int[] sizes)
    {
        int[] children = Enumerable.Range(1, parents.Length - 1).ToArray();
        children = Sort(children, ranks, rankCount, out _);
        children = Sort(children, parents, parents.Length, out int[] firstChild);

        sizes = new int[parents.Length];
        for (int node = sizes.Length - 1; node >= 0; node--)
        {
            sizes[node]++;
            if (node > 0) sizes[parents[node]] += sizes[node];
        }

        var places = new int[parents.Length];
        for (int node = 0; node < places.Length; node++)
        {
            int place = places[node] + 1;
            for (int i = firstChild[node]; i < firstChild[node + 1]; i++)
            {
                places[children[i]] = place;
                place += sizes[children[i]];
            }
        }
        return places;
    }

    // A stable counting sort. starts[k] is the index of the first node of key k, for k from 0 to keyCount.
    private static int[] Sort(int[] nodes, ReadOnlySpan<int> keys, int keyCount, out int[] starts)
    {
        starts = new int[keyCount + 1];
        foreach (int node in nodes) starts[keys[node] + 1]++;
        for (int key = 0; key < keyCount; key++) starts[key + 1] += starts[key];
        int[] next = [.. starts];
        var sorted = new int[nodes.Length];
        foreach (int node in nodes) sorted[next[keys[node]]++] = node;
        return sorted;
    }
}
