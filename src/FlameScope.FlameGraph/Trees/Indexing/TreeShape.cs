using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The columns of a <see cref="StackTree"/> other than its values. They may be longer than the tree.</summary>
internal sealed class TreeShape(int capacity)
{
    /// <summary>The size of a row of all columns in bytes.</summary>
    public const int BytesPerNode = (5 * sizeof(int)) + sizeof(FrameKind);

    public readonly int[] Parents = new int[capacity];
    public readonly int[] Depths = new int[capacity];
    public readonly int[] SubtreeEnds = new int[capacity];

    /// <summary>For each node, the value of the <see cref="LabelId"/> of its frames, or its group; 0 for the root.</summary>
    public readonly int[] Names = new int[capacity];

    public readonly FrameKind[] Kinds = new FrameKind[capacity];
    public readonly FrameId[] Frames = new FrameId[capacity];

    public static TreeShape Empty { get; } = new(0);

    public int Capacity => Parents.Length;
}
