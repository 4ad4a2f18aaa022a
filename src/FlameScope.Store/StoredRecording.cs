namespace FlameScope.Store;

/// <summary>A recording in a store.</summary>
public sealed record StoredRecording
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>The name of the host.</summary>
    public required string Host { get; init; }

    /// <summary>The time of the first sample in nanoseconds since 1970 in UTC.</summary>
    public long Start { get; init; }

    /// <summary>The time of the last sample in nanoseconds since 1970 in UTC.</summary>
    public long End { get; init; }

    /// <summary>Indicates whether times of the recording can be compared below a second with those of other hosts.</summary>
    public bool IsClockExact { get; init; }

    /// <summary>The number of rows of samples.</summary>
    public long SampleCount { get; init; }

    /// <summary>The number of samples that the recorder lost.</summary>
    public long LostCount { get; init; }
}
