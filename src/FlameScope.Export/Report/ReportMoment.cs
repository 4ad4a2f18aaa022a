using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>A time range that a report marks and lists, because it stands out.</summary>
/// <remarks><c>ProfileView.SaveReport</c> finds the moments of a profile. Ranges from another analysis can be given, too.</remarks>
public sealed record ReportMoment
{
    /// <summary>The range, in nanoseconds on the recorder's clock.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The kind in one word, such as <c>burst</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The strength, comparable within a report. The page lists moments by descending score.</summary>
    public double Score { get; init; }

    /// <summary>The number of samples in the range.</summary>
    public long SampleCount { get; init; }

    /// <summary>For a moment that recurs, the time from one occurrence to the next; otherwise <see cref="TimeSpan.Zero"/>.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>For a moment that recurs, the number of occurrences; otherwise 1.</summary>
    public int RepeatCount { get; init; } = 1;

    /// <summary>The functions that distinguish the range, the most distinguishing one first.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];
}
