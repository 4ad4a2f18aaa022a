namespace FlameScope.Model;

/// <summary>Options for merging profiles.</summary>
public sealed record ProfileMergeOptions
{
    /// <summary>The clock that the times of the merged profile refer to. The default is <see cref="MergeClock.AsRecorded"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The clock is not defined.</exception>
    public MergeClock Clock
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such clock.");
    }

    /// <summary>
    /// Indicates whether merging by <see cref="MergeClock.WallClock"/> refuses a profile whose wall-clock time is accurate only to about a second
    /// (<see cref="WallClock.IsExact"/>), since a heat map of several machines would show nothing below a second. The default is <c>false</c>.
    /// </summary>
    public bool RequireExactClocks { get; init; }
}
