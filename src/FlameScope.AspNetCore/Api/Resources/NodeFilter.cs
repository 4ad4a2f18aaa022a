namespace FlameScope.AspNetCore;

/// <summary>Chooses the nodes of a tree that are sent: those with a minimum share, the ancestors of a node, and the nodes below it with a minimum share of it.</summary>
internal readonly struct NodeFilter
{
    private const double DefaultMinimum = 0.0005;

    private readonly double _minimum;
    private readonly int _zoom;

    public NodeFilter(QueryParameters query)
    {
        _minimum = query.Number("minimum", 0, 1) ?? DefaultMinimum;
        _zoom = query.Integer("zoom", 0, int.MaxValue, 0);
    }

    /// <summary>The minimum share.</summary>
    public double Minimum => _minimum;

    /// <summary>Returns the nodes to send, in order.</summary>
    /// <param name="subtreeEnds">For each node, the index after its last descendant.</param>
    /// <param name="totals">For each node, its value; a node is chosen if one of its values is large enough.</param>
    /// <param name="otherTotals">For each node, another value; empty for none.</param>
    public List<int> Choose(ReadOnlySpan<int> subtreeEnds, ReadOnlySpan<long> totals, ReadOnlySpan<long> otherTotals)
    {
        var nodes = new List<int>();
        int count = subtreeEnds.Length;
        int zoom = _zoom < count ? _zoom : 0;
        int zoomEnd = subtreeEnds[zoom];
        for (int node = 0; node < count;)
        {
            bool isOnPath = node <= zoom && zoom < subtreeEnds[node];
            int reference = node > zoom && node < zoomEnd ? zoom : 0;
            if (isOnPath || IsLarge(totals, node, reference) || (!otherTotals.IsEmpty && IsLarge(otherTotals, node, reference)))
            {
                nodes.Add(node);
                node++;
            }
            else
            {
                node = subtreeEnds[node];
            }
        }
        return nodes;
    }

    private bool IsLarge(ReadOnlySpan<long> totals, int node, int reference) =>
        _minimum == 0 || (totals[node] > 0 && totals[node] >= _minimum * totals[reference]);
}
