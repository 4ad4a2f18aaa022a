namespace FlameScope.Model;

/// <summary>On which clock the times of merged profiles count. Machines each have a clock of their own, which mostly counts from their start.</summary>
public enum MergeClock
{
    /// <summary>Times stay as they are: for parts of one recording, and for recordings of one machine.</summary>
    AsRecorded,

    /// <summary>
    /// All times are moved to the clock of the first profile that has times, by what the recordings tell of the time on the wall
    /// (<see cref="RecordingHeader.Clock"/>): for recordings of many machines made at the same time. As good as the machines' wall clocks agree,
    /// and to about a second where a recording does not hold both readings of one moment (<see cref="WallClock.IsExact"/>).
    /// </summary>
    WallClock,

    /// <summary>
    /// All times are moved so that the first sample of each profile has the time of the first sample of the first: to lay runs of the same work over
    /// one another.
    /// </summary>
    FirstSample,
}
