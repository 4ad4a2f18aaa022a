namespace FlameScope.Model;

/// <summary>A half-open range of time: <paramref name="Start"/> is in it, <paramref name="End"/> is not.</summary>
/// <param name="Start">Nanoseconds on the recorder's clock.</param>
/// <param name="End">Nanoseconds on the recorder's clock. A range whose end is not after its start is empty.</param>
public readonly record struct TimeRange(long Start, long End)
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Every sample there is, those without a time included. A range with any other start leaves the latter out.</summary>
    public static TimeRange All => new(long.MinValue, long.MaxValue);

    /// <summary>Whether no time lies in the range.</summary>
    public bool IsEmpty => End <= Start;

    /// <summary>The length in nanoseconds; 0 when the range is empty, <see cref="long.MaxValue"/> when it is longer than that.</summary>
    public long Duration => IsEmpty ? 0 : (long)Int128.Min((Int128)End - Start, long.MaxValue);

    /// <summary>Whether a time lies in the range.</summary>
    /// <param name="time">Nanoseconds.</param>
    public bool Contains(long time) => time >= Start && time < End;

    /// <summary>The times that lie in both ranges.</summary>
    /// <param name="other">Another range.</param>
    public TimeRange Intersect(TimeRange other) => new(Math.Max(Start, other.Start), Math.Min(End, other.End));

    /// <summary>A range given in seconds after a point in time, each end rounded to the nearest nanosecond.</summary>
    /// <param name="origin">Nanoseconds; for a profile's own seconds, <see cref="Profile.Origin"/>.</param>
    /// <param name="from">Seconds after <paramref name="origin"/>; <c>null</c> for no start.</param>
    /// <param name="to">Seconds after <paramref name="origin"/>, not included; <c>null</c> for no end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of seconds is not finite, or its time does not fit 64 bits of nanoseconds.</exception>
    /// <returns><see cref="All"/> when neither end is given; else a range that leaves out the samples without a time.</returns>
    public static TimeRange FromSeconds(long origin, double? from, double? to) => from is null && to is null ? All : new(
        from is { } f ? At(origin, f, nameof(from)) : SampleTable.NoTime + 1,
        to is { } t ? At(origin, t, nameof(to)) : long.MaxValue);

    // A double tells nanoseconds apart for 48 days, but becomes a decimal of 15 digits, which do so for 11: so its two parts are taken apart first.
    private static long At(long origin, double seconds, string name)
    {
        if (!(Math.Abs(seconds) < 9e9)) throw new ArgumentOutOfRangeException(name, seconds, "Seconds must be a number between -9e9 and 9e9.");
        double whole = Math.Floor(seconds);
        decimal time = origin + ((decimal)whole * NanosecondsPerSecond) + decimal.Round((decimal)(seconds - whole) * NanosecondsPerSecond);
        return time is > SampleTable.NoTime and <= long.MaxValue
            ? (long)time
            : throw new ArgumentOutOfRangeException(name, seconds, "The time does not fit 64 bits of nanoseconds.");
    }
}
