using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>A range of a profile that is worth a look, and what sets it apart.</summary>
public sealed record Moment
{
    /// <summary>The range, in nanoseconds on the recorder's clock: what <c>ProfileView.Within</c> takes.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The start in seconds after <see cref="Profile.Origin"/>: what <c>ProfileView.Between</c> takes.</summary>
    public required double From { get; init; }

    /// <summary>The end in seconds after <see cref="Profile.Origin"/>, not included.</summary>
    public required double To { get; init; }

    /// <summary>In what way it stands out.</summary>
    public required MomentKind Kind { get; init; }

    /// <summary>How much it stands out, see <see cref="TimeMoment.Score"/>; comparable within a profile.</summary>
    public required double Score { get; init; }

    /// <summary>The number of samples of the view in the range.</summary>
    public required int SampleCount { get; init; }

    /// <summary>Of <see cref="MomentKind.Periodic"/> the time from one to the next in seconds, else 0.</summary>
    public required double Period { get; init; }

    /// <summary>Of <see cref="MomentKind.Periodic"/> how often it comes in the whole view, else 1.</summary>
    public required int RepeatCount { get; init; }

    /// <summary>
    /// The functions that set it apart from the rest of the view, most telling first: those that ran more than elsewhere, at most ten; of a gap, what
    /// ran even then.
    /// </summary>
    public required IReadOnlyList<string> Functions { get; init; }
}
