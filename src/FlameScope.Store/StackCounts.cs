using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>The stacks of a range, counted by an engine.</summary>
public sealed record StackCounts
{
    /// <summary>
    /// A profile with one row per thread name, event and stack, without times: its count is the number of samples, and its values are their sums. Trees,
    /// differences and function tables of it are those of the samples.
    /// </summary>
    public required Profile Profile { get; init; }

    /// <summary>The number of samples in the range, including those that were omitted.</summary>
    public required long SampleCount { get; init; }

    /// <summary>The number of rows that were omitted, because there are more than the maximum.</summary>
    public required long OmittedStacks { get; init; }

    /// <summary>The number of samples of the omitted rows, which are those with the fewest samples.</summary>
    public required long OmittedSamples { get; init; }
}
