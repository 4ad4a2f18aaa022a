namespace FlameScope.PowerShell;

/// <summary>A range of a profile that stands out.</summary>
public sealed class FoundMoment
{
    /// <summary>The start in seconds after the start of the profile.</summary>
    public double From { get; init; }

    /// <summary>The end in seconds after the start of the profile, exclusive.</summary>
    public double To { get; init; }

    /// <summary>The kind: Burst, Gap, Periodic, Startup and others.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The number of samples.</summary>
    public long SampleCount { get; init; }

    /// <summary>The size of the anomaly. It is comparable within a profile.</summary>
    public double Score { get; init; }

    /// <summary>For a periodic moment, the seconds from one occurrence to the next; otherwise nothing.</summary>
    public double? PeriodSeconds { get; init; }

    /// <summary>The number of occurrences.</summary>
    public int RepeatCount { get; init; }

    /// <summary>The functions that distinguish the range from the rest, without control characters.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>The profile, limited to this range. Commands that accept a profile accept the moment.</summary>
    public ProfileView View { get; init; } = null!;
}
