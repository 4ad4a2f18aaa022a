using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>What a tree's columns hold of a node whatever the range, packed into 8 bytes: eight to a cache line.</summary>
internal readonly struct HeavyPathNode(int name, FrameKind kind, FrameId frame)
{
    // Names are numbers below 2^28, of labels as of groups: the keys of a StackTrie hold a kind beside them, too.
    private readonly uint _nameAndKind = ((uint)name << 3) | (byte)kind;

    /// <summary>The least frame merged into it; -1 for the root and groups.</summary>
    public readonly FrameId Frame = frame;

    /// <summary>As in <see cref="TreeShape.Names"/>.</summary>
    public int Name => (int)(_nameAndKind >> 3);

    public FrameKind Kind => (FrameKind)(_nameAndKind & 7);
}
