namespace FlameScope.FlameGraph;

/// <summary>
/// The distinct paths of the samples that have been added. A node is a pair of parent and key. The index of a parent is less than the indexes of its
/// children. Node 0 is the root.
/// </summary>
internal sealed class StackTrie
{
    private readonly PairInterner _nodes = new();
    private int[] _parents = new int[1024];
    private int[] _keys = new int[1024];
    private int[] _frames = new int[1024];

    public StackTrie() => (_parents[0], _frames[0]) = (-1, -1);

    public int Count => _nodes.Count + 1;

    public ReadOnlySpan<int> Parents => _parents.AsSpan(0, Count);

    public ReadOnlySpan<int> Keys => _keys.AsSpan(0, Count);

    /// <summary>For each node, the lowest frame id that it was requested with.</summary>
    public ReadOnlySpan<int> Frames => _frames.AsSpan(0, Count);

    public int GetOrAdd(int parent, int key, int frame)
    {
        int count = _nodes.Count;
        int node = _nodes.GetOrAdd(parent, key) + 1;
        if (_nodes.Count == count)
        {
            if (frame < _frames[node]) _frames[node] = frame;
            return node;
        }
        if (node == _parents.Length)
        {
            Array.Resize(ref _parents, node * 2);
            Array.Resize(ref _keys, node * 2);
            Array.Resize(ref _frames, node * 2);
        }
        (_parents[node], _keys[node], _frames[node]) = (parent, key, frame);
        return node;
    }
}
