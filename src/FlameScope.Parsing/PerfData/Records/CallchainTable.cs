namespace FlameScope.Parsing;

/// <summary>
/// Call chains as addresses, before they are resolved: a tree of (caller, address, mode) nodes. A caller's index is less than the indexes of its
/// callees. Node 0 is the empty chain.
/// </summary>
/// <remarks>
/// Most chains occur more than once: the fingerprint of a chain's bytes leads to its node, so that a repeated chain costs one hash of its bytes. A new
/// chain costs one look-up per frame, and memory for the frames that differ only. The queue of samples therefore has no chains, only nodes.
/// </remarks>
internal sealed class CallchainTable
{
    private readonly FingerprintTable _chains = new();

    /// <summary>The nodes; the owner of a node is its caller.</summary>
    public AddressTable Nodes { get; } = new();

    /// <summary>Finds the node of a chain that was added before.</summary>
    /// <param name="key">The fingerprint of the chain as it is in the record.</param>
    /// <param name="node">Receives the node.</param>
    public bool TryGet(Fingerprint key, out int node) => _chains.TryGet(key, out node);

    /// <summary>Stores the node of a chain.</summary>
    public void Remember(Fingerprint key, int node)
    {
        if (_chains.IsLarge) _chains.Clear();
        _chains.Add(key, node);
    }
}
