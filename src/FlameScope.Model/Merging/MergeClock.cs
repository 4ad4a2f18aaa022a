namespace FlameScope.Model;

/// <summary>
/// Specifies the clock that the times of merged profiles refer to. Each machine has its own clock, which usually counts from the machine's start.
/// </summary>
public enum MergeClock
{
    /// <summary>Times are not changed: for parts of one recording, and for recordings of one machine.</summary>
    AsRecorded,

    /// <summary>
    /// All times are moved to the clock of the first profile that has times, by the wall-clock times in the recordings
    /// (<see cref="RecordingHeader.Clock"/>): for recordings of several machines made at the same time. The result is as accurate as the machines'
    /// wall clocks, and accurate to about a second if a recording does not include both readings of one moment (<see cref="WallClock.IsExact"/>).
    /// </summary>
    WallClock,

    /// <summary>
    /// All times are moved so that the first sample of each profile has the time of the first sample of the first profile: to overlay runs of the
    /// same work.
    /// </summary>
    FirstSample,
}
