using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>A moment before its functions are found.</summary>
internal sealed record MomentCandidate
{
    public required TimeRange Range { get; init; }

    public required MomentKind Kind { get; init; }

    /// <summary>The log-likelihood ratio; in the result of <see cref="MomentSelector.Select"/>, divided by 1 plus the length per 300 ms.</summary>
    public required double Score { get; init; }

    public required int SampleCount { get; init; }

    /// <summary>The feature (<see cref="SampleFeatures"/>) with the highest score; -1 for a thread, or for the number of samples.</summary>
    public required int Feature { get; init; }

    /// <summary>The period in nanoseconds; 0 if the moment is not periodic.</summary>
    public long Period { get; init; }

    public int RepeatCount { get; init; } = 1;
}
