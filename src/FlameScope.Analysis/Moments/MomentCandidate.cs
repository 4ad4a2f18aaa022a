using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>A range of time that stands out, as <see cref="MomentFinder"/> sees it.</summary>
public sealed record TimeMoment
{
    /// <summary>The range, in nanoseconds on the recorder's clock.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>In what way it stands out.</summary>
    public required MomentKind Kind { get; init; }

    /// <summary>
    /// How much it stands out: the natural logarithm of how much likelier the samples are if it is there than if it is not, as clumped as they usually
    /// are, divided by one and its length in seconds. Above 0, and comparable within a profile.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>The number of selected samples in the range.</summary>
    public required int SampleCount { get; init; }

    /// <summary>The trait (<see cref="SampleFeatures"/>) that stands out most; -1 when it is a thread, or the number of samples.</summary>
    public required int Trait { get; init; }

    /// <summary>Of <see cref="MomentKind.Periodic"/> the time from one to the next in nanoseconds, else 0.</summary>
    public long Period { get; init; }

    /// <summary>Of <see cref="MomentKind.Periodic"/> how often it comes in the whole profile, else 1.</summary>
    public int RepeatCount { get; init; } = 1;
}
