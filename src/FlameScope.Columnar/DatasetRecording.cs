namespace FlameScope.Columnar;

/// <summary>A row of the table <c>recordings</c> of a dataset.</summary>
public sealed record DatasetRecording
{
    /// <summary>The id: 32 hexadecimal digits of the SHA-256 of the samples, the service and the host.</summary>
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

    /// <summary>The number of idle samples that were left out.</summary>
    public long IdleCount { get; init; }

    /// <summary>The number of samples without a time that were left out.</summary>
    public long UntimedCount { get; init; }

    /// <summary>The number of samples that the recorder lost.</summary>
    public long LostCount { get; init; }

    /// <summary>The number of problems in the recording.</summary>
    public long UnreadableCount { get; init; }

    /// <summary>The format of the recording.</summary>
    public string Format { get; init; } = "";

    /// <summary>The facts of the recording's header as a JSON object of texts.</summary>
    public string Header { get; init; } = "{}";
}
