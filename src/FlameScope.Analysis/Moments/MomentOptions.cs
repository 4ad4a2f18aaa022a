using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>What counts as a moment worth a look. <c>docs/moments.md</c> has the method.</summary>
public sealed record MomentOptions
{
    /// <summary>The most moments that are given, from 1 to 100,000; 100 by default.</summary>
    public int MaximumCount { get; init; } = 100;

    /// <summary>The longest burst, in nanoseconds, at least a millisecond; 2 seconds by default. What lasts longer is a phase, and no moment.</summary>
    public long LongestBurst { get; init; } = 2 * TimeRange.NanosecondsPerSecond;

    /// <summary>The fewest samples that make a burst, at least 3; 4 by default.</summary>
    public int MinimumSamples { get; init; } = 4;

    /// <summary>
    /// How many moments may be found by chance in a profile in which nothing happens, more than 0 and at most 100; 0.01 by default. It holds for
    /// samples that do not depend on one another.
    /// </summary>
    public double FalseAlarms { get; init; } = 0.01;

    internal void Validate()
    {
        Check(MaximumCount is >= 1 and <= 100_000, nameof(MaximumCount), MaximumCount);
        Check(LongestBurst >= 1_000_000, nameof(LongestBurst), LongestBurst);
        Check(MinimumSamples >= 3, nameof(MinimumSamples), MinimumSamples);
        Check(FalseAlarms is > 0 and <= 100, nameof(FalseAlarms), FalseAlarms);
    }

    private static void Check(bool isValid, string name, object value)
    {
        if (!isValid) throw new ArgumentOutOfRangeException(name, value, $"{name} is out of its range.");
    }
}
