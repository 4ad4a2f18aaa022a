namespace FlameScope.Model;

/// <summary>The relation of the recorder's clock to the wall clock: the readings of both at one moment.</summary>
/// <param name="SampleTime">The reading of the recorder's clock in nanoseconds.</param>
/// <param name="Wall">
/// The reading of the wall clock. Its kind is <see cref="DateTimeKind.Utc"/> if the recording includes the time zone; otherwise
/// <see cref="DateTimeKind.Unspecified"/>, which is the local time of the machine that printed the recording.
/// </param>
/// <param name="IsExact">
/// Indicates whether the recording includes both readings of one moment. Otherwise the readings are from the end of the recording and accurate to
/// about a second.
/// </param>
public sealed record WallClock(long SampleTime, DateTime Wall, bool IsExact)
{
    /// <summary>Returns the wall-clock time of a sample.</summary>
    /// <param name="time">The time in nanoseconds on the recorder's clock.</param>
    /// <returns>
    /// The time, rounded down to the 100 ns resolution of <see cref="DateTime"/>; <c>null</c> if it is outside the years 1 to 9999.
    /// </returns>
    public DateTime? At(long time)
    {
        // The difference of two times may not fit in a long. A decimal is exact here and, unlike Int128, is compiled ahead of time.
        decimal ticks = Wall.Ticks + decimal.Floor(((decimal)time - SampleTime) / 100);
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, Wall.Kind) : null;
    }
}
