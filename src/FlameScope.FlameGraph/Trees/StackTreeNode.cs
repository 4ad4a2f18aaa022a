using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One node of a <see cref="StackTree"/>, copied from its columns.</summary>
public readonly record struct StackTreeNode
{
    internal StackTreeNode(int index, int parent, int depth, string name, FrameKind kind, long self, long total, int subtreeEnd, FrameId frame)
    {
        Index = index;
        Parent = parent;
        Depth = depth;
        Name = name;
        Kind = kind;
        Self = self;
        Total = total;
        SubtreeEnd = subtreeEnd;
        Frame = frame;
    }

    /// <summary>The index of the node in the tree's order. The root has index 0.</summary>
    public int Index { get; }

    /// <summary>The index of the parent; -1 for the root.</summary>
    public int Parent { get; }

    /// <summary>The number of ancestors.</summary>
    public int Depth { get; }

    /// <summary>The name that the node is shown under.</summary>
    public string Name { get; }

    /// <summary>The kind of code; <see cref="FrameKind.Unknown"/> for the root and groups.</summary>
    public FrameKind Kind { get; }

    /// <summary>The sum of the values of the samples that end in the node.</summary>
    public long Self { get; }

    /// <summary>The sum of the values of the samples that end in the node or in a descendant.</summary>
    public long Total { get; }

    /// <summary>The index after the last descendant; <see cref="Index"/> + 1 if the node has no children.</summary>
    public int SubtreeEnd { get; }

    /// <summary>A frame that represents the node, as in <see cref="StackTree.Frames"/>; its value is -1 for the root and groups.</summary>
    public FrameId Frame { get; }
}
