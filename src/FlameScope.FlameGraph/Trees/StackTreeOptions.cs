using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>How samples become a <see cref="StackTree"/>.</summary>
public sealed record StackTreeOptions
{
    /// <summary>What stands at the first level; the thread's name by default.</summary>
    public StackGrouping Grouping { get; init; }

    /// <summary>What a sample counts; one by default.</summary>
    public SampleWeight Weight { get; init; }

    /// <summary>
    /// Which samples of the profile are taken; <c>null</c>, the default, for <see cref="SampleFilter.Default"/>. Not looked at where a
    /// <see cref="SampleSelection"/> is given: that has been filtered.
    /// </summary>
    public SampleFilter? Filter { get; init; }

    /// <summary>
    /// Whether stacks are walked from the leaf: <c>false</c> by default, callers above callees. When <c>true</c> the first frames are those
    /// that ran, and below each stand its callers. The group's level comes first either way.
    /// </summary>
    /// <remarks>
    /// Reversed stacks share less, so the tree has more nodes: at worst one for every frame of every distinct stack.
    /// </remarks>
    public bool Reversed { get; init; }
}
