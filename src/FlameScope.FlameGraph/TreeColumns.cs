using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The columns of a <see cref="StackTree"/>. They may be longer than the tree.</summary>
internal sealed class TreeColumns(int capacity)
{
    public readonly int[] Parents = new int[capacity];
    public readonly int[] Depths = new int[capacity];
    public readonly int[] SubtreeEnds = new int[capacity];
    public readonly long[] SelfValues = new long[capacity];
    public readonly long[] TotalValues = new long[capacity];
    public readonly int[] Names = new int[capacity];
    public readonly FrameKind[] Kinds = new FrameKind[capacity];
    public readonly FrameId[] Frames = new FrameId[capacity];

    public int Capacity => Parents.Length;
}
