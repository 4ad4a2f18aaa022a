namespace FlameScope.Columnar;

/// <summary>The samples that a write added to a dataset, and those that it left out.</summary>
public sealed record DatasetWriteResult
{
    /// <summary>The recordings: one per host.</summary>
    public required IReadOnlyList<DatasetRecording> Recordings { get; init; }

    /// <summary>The number of rows of samples that were written.</summary>
    public long SampleCount { get; init; }

    /// <summary>The number of idle samples, which are left out.</summary>
    public long IdleCount { get; init; }

    /// <summary>The number of samples without a time, which are left out.</summary>
    public long UntimedCount { get; init; }

    /// <summary>The number of recordings that the dataset already contained and that were therefore not written again.</summary>
    public int DuplicateCount { get; init; }
}
