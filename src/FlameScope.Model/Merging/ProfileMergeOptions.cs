namespace FlameScope.Model;

/// <summary>How profiles are merged.</summary>
public sealed record ProfileMergeOptions
{
    /// <summary>The defaults.</summary>
    public static ProfileMergeOptions Default { get; } = new();

    /// <summary>On which clock times count; <see cref="MergeClock.AsRecorded"/> by default.</summary>
    public MergeClock Clock { get; init; }
}
