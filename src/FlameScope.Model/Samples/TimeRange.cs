using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Model;

/// <summary>A half-open range of time: it includes <see cref="Start"/> and excludes <see cref="End"/>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct TimeRange
{
    /// <summary>The number of nanoseconds in a second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Initializes a range.</summary>
    /// <param name="start">The first time in the range, in nanoseconds on the recorder's clock.</param>
    /// <param name="end">
    /// The first time after the range, in nanoseconds on the recorder's clock. If it equals <paramref name="start"/>, the range is empty.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is less than <paramref name="start"/>.</exception>
    public TimeRange(long start, long end)
    {
        if (end < start) throw new ArgumentOutOfRangeException(nameof(end), end, "The end of the range is less than its start.");
        Start = start;
        End = end;
    }

    /// <summary>The range of all samples, including those without a time. A range with any other start excludes samples without a time.</summary>
    public static TimeRange All => new(long.MinValue, long.MaxValue);

    /// <summary>The first time in the range, in nanoseconds on the recorder's clock.</summary>
    public long Start { get; }

    /// <summary>The first time after the range, in nanoseconds on the recorder's clock.</summary>
    public long End { get; }

    /// <summary>Indicates whether the range contains no time.</summary>
    public bool IsEmpty => End == Start;

    /// <summary>The length in nanoseconds; <see cref="long.MaxValue"/> if it is greater than that.</summary>
    public long Duration => (long)Int128.Min((Int128)End - Start, long.MaxValue);

    /// <summary>Indicates whether a time is in the range.</summary>
    /// <param name="time">The time in nanoseconds.</param>
    /// <returns><c>true</c> if the range contains <paramref name="time"/>.</returns>
    public bool Contains(long time) => time >= Start && time < End;

    /// <summary>Returns the times that are in both ranges.</summary>
    /// <param name="other">The other range.</param>
    /// <returns>The common range. It is empty if the ranges have no time in common.</returns>
    public TimeRange Intersect(TimeRange other)
    {
        long start = Math.Max(Start, other.Start);
        return new TimeRange(start, Math.Max(start, Math.Min(End, other.End)));
    }

    /// <summary>Returns a range given in seconds after an origin. Both ends are rounded to the nearest nanosecond.</summary>
    /// <param name="origin">The origin in nanoseconds, such as <see cref="Profile.Origin"/>.</param>
    /// <param name="from">The start in seconds after <paramref name="origin"/>; <c>null</c> for no start.</param>
    /// <param name="to">The end in seconds after <paramref name="origin"/>, excluded; <c>null</c> for no end.</param>
    /// <returns><see cref="All"/> if both ends are <c>null</c>; otherwise a range that excludes samples without a time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number of seconds is not finite, its time does not fit in 64 bits of nanoseconds, or <paramref name="to"/> is not greater than
    /// <paramref name="from"/>.
    /// </exception>
    public static TimeRange FromSeconds(long origin, double? from, double? to)
    {
        if (from is null && to is null) return All;
        long start = from is { } f ? At(origin, f, nameof(from)) : SampleTable.NoTime + 1;
        long end = to is { } t ? At(origin, t, nameof(to)) : long.MaxValue;
        if (to <= from) throw new ArgumentOutOfRangeException(nameof(to), to, "The end of a range is not greater than its start.");
        return new TimeRange(start, end);
    }

    /// <summary>Returns the range in seconds, such as <c>1.5 s to 2 s</c>; <c>all</c> for <see cref="All"/>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString()
    {
        if (this == All) return "all";
        if (End == long.MaxValue) return $"from {SecondsText(Start)}";
        return Start <= SampleTable.NoTime + 1 ? $"until {SecondsText(End)}" : $"{SecondsText(Start)} to {SecondsText(End)}";
    }

    internal static string SecondsText(long time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(decimal)time / NanosecondsPerSecond:0.#########} s");

    // A double distinguishes nanoseconds up to 48 days, but converting it to a decimal keeps 15 digits, which do so up to 11 days. Therefore the
    // whole seconds and the fraction are converted separately.
    private static long At(long origin, double seconds, string name)
    {
        if (!(Math.Abs(seconds) < 9e9)) throw new ArgumentOutOfRangeException(name, seconds, "Seconds must be a number between -9e9 and 9e9.");
        double whole = Math.Floor(seconds);
        decimal time = origin + ((decimal)whole * NanosecondsPerSecond) + decimal.Round((decimal)(seconds - whole) * NanosecondsPerSecond);
        return time is > SampleTable.NoTime and <= long.MaxValue
            ? (long)time
            : throw new ArgumentOutOfRangeException(name, seconds, "The time does not fit in 64 bits of nanoseconds.");
    }
}
