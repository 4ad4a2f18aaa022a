using FlameScope.FlameGraph;

namespace FlameScope.Store;

/// <summary>The functions of a range, of stacks that an engine counted.</summary>
public sealed record FunctionCounts
{
    /// <summary>The functions with their self and total values.</summary>
    public required FunctionTable Functions { get; init; }

    /// <summary>The number of samples in the range, including those that were omitted.</summary>
    public required long SampleCount { get; init; }

    /// <summary>The number of samples of the stacks that were omitted, because there are more than the maximum.</summary>
    public required long OmittedSamples { get; init; }
}
