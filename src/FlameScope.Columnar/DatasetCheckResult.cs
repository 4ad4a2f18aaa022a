namespace FlameScope.Columnar;

/// <summary>The result of checking a dataset.</summary>
public sealed record DatasetCheckResult
{
    /// <summary>The number of files that were read.</summary>
    public required int FileCount { get; init; }

    /// <summary>The number of recordings that are listed.</summary>
    public required int RecordingCount { get; init; }

    /// <summary>The number of rows of samples.</summary>
    public required long SampleCount { get; init; }

    /// <summary>The number of rows of frames, stacks and contexts whose ids were computed again.</summary>
    public required long DictionaryRowCount { get; init; }

    /// <summary>The problems: damaged files, ids that are not those of their rows, missing rows, and recordings that are not whole. Empty if there are none.</summary>
    public required IReadOnlyList<DatasetProblem> Problems { get; init; }
}
