using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One node of a <see cref="StackTreeDiff"/>, copied out of its columns.</summary>
/// <param name="Index">Its place in the order of the difference, from 0, the root.</param>
/// <param name="Parent">The index of its parent; -1 for the root.</param>
/// <param name="Depth">The number of its ancestors.</param>
/// <param name="Name">The name it is shown under.</param>
/// <param name="Kind">What sort of code it is; <see cref="FrameKind.Unknown"/> for the root and groups too.</param>
/// <param name="Presence">On which sides it is.</param>
/// <param name="TargetSelf">What the target's samples that end in it count; 0 where the target lacks it.</param>
/// <param name="TargetTotal">What the target's samples that end in it or below it count; 0 where the target lacks it.</param>
/// <param name="BaselineSelf">What the baseline's samples that end in it count; 0 where the baseline lacks it.</param>
/// <param name="BaselineTotal">What the baseline's samples that end in it or below it count; 0 where the baseline lacks it.</param>
/// <param name="SelfDelta">As <see cref="StackTreeDiff.GetSelfDelta"/>.</param>
/// <param name="TotalDelta">As <see cref="StackTreeDiff.GetTotalDelta"/>.</param>
/// <param name="SubtreeEnd">The index after the last node below it.</param>
public readonly record struct StackTreeDiffNode(
    int Index,
    int Parent,
    int Depth,
    string Name,
    FrameKind Kind,
    DiffPresence Presence,
    long TargetSelf,
    long TargetTotal,
    long BaselineSelf,
    long BaselineTotal,
    double SelfDelta,
    double TotalDelta,
    int SubtreeEnd);
