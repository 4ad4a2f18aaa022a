using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One node of a <see cref="StackTree"/>, copied out of its columns.</summary>
/// <param name="Index">Its place in the tree's order, from 0, the root.</param>
/// <param name="Parent">The index of its parent; -1 for the root.</param>
/// <param name="Depth">The number of its ancestors.</param>
/// <param name="Name">The name it is shown under.</param>
/// <param name="Kind">What sort of code it is; <see cref="FrameKind.Unknown"/> for the root and groups too.</param>
/// <param name="Self">What the samples that end in it count.</param>
/// <param name="Total">What the samples that end in it or below it count.</param>
/// <param name="SubtreeEnd">The index after the last node below it; one more than <paramref name="Index"/> when it has no children.</param>
/// <param name="Frame">A frame that stands for it, as in <see cref="StackTree.Frames"/>; its value is -1 for the root and groups.</param>
public readonly record struct StackTreeNode(
    int Index, int Parent, int Depth, string Name, FrameKind Kind, long Self, long Total, int SubtreeEnd, FrameId Frame);
