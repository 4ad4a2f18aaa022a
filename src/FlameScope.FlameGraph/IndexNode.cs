using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>A node of a <see cref="StackIndex"/>, packed into 16 bytes: four to a cache line.</summary>
internal readonly struct IndexNode(int depth, FrameKind kind, int end, int name, FrameId frame)
{
    private readonly uint _depthAndKind = ((uint)depth << 3) | (byte)kind;

    /// <summary>Its number as an end; -1 where no sample ends.</summary>
    public readonly int End = end;

    /// <summary>As in <see cref="TreeShape.Names"/>.</summary>
    public readonly int Name = name;

    /// <summary>The least frame merged into it; -1 for the root and groups.</summary>
    public readonly FrameId Frame = frame;

    /// <summary>The number of its ancestors, below 2^29.</summary>
    public int Depth => (int)(_depthAndKind >> 3);

    public FrameKind Kind => (FrameKind)(_depthAndKind & 7);
}
