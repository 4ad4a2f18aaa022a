namespace FlameScope.Model;

/// <summary>How the recorder's clock relates to the clock on the wall.</summary>
/// <param name="SampleTime">Nanoseconds on the recorder's clock.</param>
/// <param name="Wall">
/// The wall-clock time of that moment. Its kind is <see cref="DateTimeKind.Utc"/> when the recording says so, else
/// <see cref="DateTimeKind.Unspecified"/>: the local time of the machine that printed the recording.
/// </param>
/// <param name="IsExact">
/// Whether the recording holds both readings of the same moment. Otherwise the pair is taken from the end of the recording and is good to
/// about a second.
/// </param>
public sealed record WallClock(long SampleTime, DateTime Wall, bool IsExact)
{
    /// <summary>Returns the wall-clock time of a sample.</summary>
    /// <param name="time">Nanoseconds on the recorder's clock.</param>
    /// <returns>
    /// The time, rounded down to the 100 ns that <see cref="DateTime"/> resolves, before the reading of the clocks as after it: each tick is the
    /// time of 100 successive nanoseconds. <c>null</c> if the time is outside the years 1 to 9999.
    /// </returns>
    public DateTime? At(long time)
    {
        // The difference of two times may be more than a long holds. It is a decimal, which is exact here and compiled ahead, as an Int128 is not.
        decimal ticks = Wall.Ticks + decimal.Floor(((decimal)time - SampleTime) / 100);
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, Wall.Kind) : null;
    }
}
