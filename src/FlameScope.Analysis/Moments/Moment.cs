using System.Diagnostics;
using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>An anomaly in time: a time range of a profile that stands out, and the functions that distinguish it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Moment
{
    internal Moment()
    {
    }

    /// <summary>The range, in nanoseconds on the recorder's clock.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The start, in seconds after <see cref="Profile.Origin"/>.</summary>
    public required double From { get; init; }

    /// <summary>The end, in seconds after <see cref="Profile.Origin"/>. It is not included.</summary>
    public required double To { get; init; }

    /// <summary>The kind of anomaly.</summary>
    public required MomentKind Kind { get; init; }

    /// <summary>
    /// The log-likelihood ratio of the samples with and without the anomaly, corrected for how clustered the samples usually are, and divided by 1
    /// plus the length of the range in units of 300 ms. It is greater than 0, and comparable within a profile.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>The number of selected samples in the range.</summary>
    public required long SampleCount { get; init; }

    /// <summary>For <see cref="MomentKind.Periodic"/>, the time from one occurrence to the next; otherwise <see cref="TimeSpan.Zero"/>.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>For <see cref="MomentKind.Periodic"/>, the number of occurrences in the selection; otherwise 1.</summary>
    public required int RepeatCount { get; init; }

    /// <summary>
    /// The functions that distinguish the range from the rest of the selection, at most ten, by descending G statistic: those that are more frequent
    /// in the range. For <see cref="MomentKind.Gap"/>, those of the samples that remain.
    /// </summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>Returns a summary: the kind, the range in seconds, and the score.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() => FormattableString.Invariant($"{Kind} from {From:0.###} s to {To:0.###} s, score {Score:0.#}");
}
