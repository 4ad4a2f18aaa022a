using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Converts sample times to Unix nanoseconds. Times of a profile without a wall clock are written as they are, and moved if they would not be positive,
/// which formats do not allow.
/// </summary>
internal readonly struct UnixTimes
{
    private const long Second = 1_000_000_000;

    private readonly WallClock? _clock;
    private readonly long _shift;

    public UnixTimes(Profile profile)
    {
        _clock = profile.Header.Clock;
        if (_clock is null && profile.FirstTime is <= 0 and { } first) _shift = first > -long.MaxValue + Second ? Second - first : 0;
    }

    /// <summary>Indicates whether the times are those of the wall clock.</summary>
    public bool IsWall => _clock is not null;

    /// <summary>Returns the time of a sample.</summary>
    /// <returns>The time, greater than 0; <c>null</c> for a sample without a time, and for a time that has no place in the format.</returns>
    public long? At(long time)
    {
        if (time == SampleTable.NoTime) return null;
        long? unix = _clock is null ? (time <= long.MaxValue - _shift ? time + _shift : null) : _clock.UnixNanosecondsAt(time);
        return unix is > 0 and < long.MaxValue ? unix : null;
    }
}
