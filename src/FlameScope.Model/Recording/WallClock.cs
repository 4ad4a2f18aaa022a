namespace FlameScope.Model;

/// <summary>The relation of the recorder's clock to the wall clock: the readings of both at one moment.</summary>
/// <param name="SampleTime">The reading of the recorder's clock in nanoseconds.</param>
/// <param name="UnixNanoseconds">
/// The reading of the wall clock in nanoseconds since 1970-01-01T00:00:00, in UTC if <see cref="IsUtc"/> is set, otherwise in the local time of the
/// machine that printed the recording.
/// </param>
/// <param name="IsExact">
/// Indicates whether the recording includes both readings of one moment. Otherwise the readings are from the end of the recording and accurate to
/// about a second.
/// </param>
public sealed record WallClock(long SampleTime, long UnixNanoseconds, bool IsExact)
{
    /// <summary>Indicates whether the wall clock is in UTC. The default is <c>true</c>.</summary>
    public bool IsUtc { get; init; } = true;

    /// <summary>
    /// The reading of the wall clock, rounded down to the 100 ns resolution of <see cref="DateTime"/>. Its kind is <see cref="DateTimeKind.Utc"/> or
    /// <see cref="DateTimeKind.Unspecified"/>.
    /// </summary>
    public DateTime Wall => At(SampleTime)!.Value; // 64 bits of nanoseconds are the years 1677 to 2262

    private DateTimeKind Kind => IsUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified;

    /// <summary>Returns a clock for a reading of the wall clock as a date.</summary>
    /// <param name="sampleTime">The reading of the recorder's clock in nanoseconds.</param>
    /// <param name="wall">The reading of the wall clock; in UTC if its kind is <see cref="DateTimeKind.Utc"/>.</param>
    /// <param name="isExact">Indicates whether both readings are of one moment.</param>
    /// <returns>The clock; <c>null</c> if the date does not fit in 64 bits of nanoseconds.</returns>
    public static WallClock? FromDate(long sampleTime, DateTime wall, bool isExact)
    {
        decimal nanoseconds = (decimal)(wall.Ticks - DateTime.UnixEpoch.Ticks) * 100;
        return nanoseconds is < long.MinValue or > long.MaxValue
            ? null
            : new WallClock(sampleTime, (long)nanoseconds, isExact) { IsUtc = wall.Kind == DateTimeKind.Utc };
    }

    /// <summary>Returns the wall-clock time of a sample in nanoseconds.</summary>
    /// <param name="time">The time in nanoseconds on the recorder's clock.</param>
    /// <returns>The nanoseconds since 1970-01-01T00:00:00; <c>null</c> if they do not fit in 64 bits.</returns>
    public long? UnixNanosecondsAt(long time)
    {
        decimal at = UnixNanoseconds + ((decimal)time - SampleTime);
        return at is < long.MinValue or > long.MaxValue ? null : (long)at;
    }

    /// <summary>Returns the wall-clock time of a sample.</summary>
    /// <param name="time">The time in nanoseconds on the recorder's clock.</param>
    /// <returns>
    /// The time, rounded down to the 100 ns resolution of <see cref="DateTime"/>; <c>null</c> if it is outside the years 1 to 9999.
    /// </returns>
    public DateTime? At(long time)
    {
        // The difference of two times may not fit in a long. A decimal is exact here and, unlike Int128, is compiled ahead of time.
        decimal ticks = DateTime.UnixEpoch.Ticks + decimal.Floor((UnixNanoseconds + ((decimal)time - SampleTime)) / 100);
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, Kind) : null;
    }
}
