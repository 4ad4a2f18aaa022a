using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One node of a <see cref="StackTreeDiff"/>, copied from its columns.</summary>
public readonly record struct StackTreeDiffNode
{
    /// <summary>The index of the node in the order of the difference. The root has index 0.</summary>
    public int Index { get; internal init; }

    /// <summary>The index of the parent; -1 for the root.</summary>
    public int Parent { get; internal init; }

    /// <summary>The number of ancestors.</summary>
    public int Depth { get; internal init; }

    /// <summary>The name that the node is shown under.</summary>
    public string Name { get; internal init; }

    /// <summary>The kind of code; <see cref="FrameKind.Unknown"/> for the root and groups.</summary>
    public FrameKind Kind { get; internal init; }

    /// <summary>The sides that contain the node.</summary>
    public DiffPresence Presence { get; internal init; }

    /// <summary>The sum of the values of the target's samples that end in the node; 0 if the target does not contain it.</summary>
    public long TargetSelf { get; internal init; }

    /// <summary>The sum of the values of the target's samples that end in the node or in a descendant; 0 if the target does not contain it.</summary>
    public long TargetTotal { get; internal init; }

    /// <summary>The sum of the values of the baseline's samples that end in the node; 0 if the baseline does not contain it.</summary>
    public long BaselineSelf { get; internal init; }

    /// <summary>
    /// The sum of the values of the baseline's samples that end in the node or in a descendant; 0 if the baseline does not contain it.
    /// </summary>
    public long BaselineTotal { get; internal init; }

    /// <summary>The difference of the normalized self values, as <see cref="StackTreeDiff.GetSelfDelta"/> returns it.</summary>
    public double SelfDelta { get; internal init; }

    /// <summary>The difference of the normalized totals, as <see cref="StackTreeDiff.GetTotalDelta"/> returns it.</summary>
    public double TotalDelta { get; internal init; }

    /// <summary>The index after the last descendant.</summary>
    public int SubtreeEnd { get; internal init; }
}
