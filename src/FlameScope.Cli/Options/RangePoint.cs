using System.Globalization;
using FlameScope.Cli.Text;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>
/// An end of a range as it was given: seconds of the profile, or a time of the wall clock: <c>2026-11-22T08:25:40</c>, with a zone such as <c>Z</c> or
/// <c>+01:00</c>, or only the time of day, <c>T08:25:40</c>.
/// </summary>
/// <param name="Text">The text.</param>
/// <param name="Seconds">The seconds; <c>null</c> for a time of the wall clock.</param>
/// <param name="Wall">The date and the time, or the time of day on the first day; in UTC if there is a zone.</param>
/// <param name="HasZone">Indicates whether the time has a zone.</param>
/// <param name="HasDate">Indicates whether the time has a date.</param>
internal readonly record struct RangePoint(string Text, double? Seconds, DateTime Wall = default, bool HasZone = false, bool HasDate = false)
{
    private const string TimeOfDay = "0001-01-01";

    /// <summary>Returns the end of a range; <c>null</c> if a text is none.</summary>
    public static RangePoint? Parse(string text)
    {
        if (TimeText.ParseSeconds(text) is { } seconds) return new RangePoint(text, seconds);
        bool hasDate = text is [>= '0' and <= '9', _, _, _, '-', ..];
        if (!hasDate && text is not ['T' or 't', >= '0' and <= '9', ..]) return null;
        string full = hasDate ? text : TimeOfDay + text;
        if (!DateTime.TryParse(full, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time)) return null;
        if (time.Kind == DateTimeKind.Unspecified) return new RangePoint(text, null, time, HasZone: false, hasDate);
        // The date of a time of day with a zone is not known before it is converted.
        return hasDate && DateTimeOffset.TryParse(full, CultureInfo.InvariantCulture, out DateTimeOffset moment)
            ? new RangePoint(text, null, moment.UtcDateTime, HasZone: true, HasDate: true)
            : null;
    }

    /// <summary>Returns the time on the recorder's clock.</summary>
    /// <param name="option">The name of the option, for messages.</param>
    /// <param name="loaded">The profile, which has times.</param>
    /// <param name="end">The end of the range, if this is its start.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside of those that a profile can have.</exception>
    public long TimeIn(string option, LoadedProfile loaded, long end = long.MaxValue)
    {
        Profile profile = loaded.Profile;
        if (Seconds is { } seconds) return profile.RangeOfSeconds(seconds, null).Start;
        if (profile.Header.Clock is not { } clock || clock.At(profile.Origin) is not { } origin)
            throw new InputException(loaded.Name, $"the recording has no time of day: give {option} in seconds of the profile, not as '{Text}'");
        if (HasZone && !clock.IsUtc)
            throw new InputException(loaded.Name, $"the recording has the local time of its machine, in a zone that is not known: give {option} in that time without a zone, not as '{Text}'");
        DateTime wall = Wall;
        if (!HasDate)
        {
            // The first time from the start of the profile on. A range may also begin before the profile, if it ends before the time on the next day.
            wall = origin.Date + Wall.TimeOfDay;
            if (wall < origin && TimeAt(clock, wall.AddDays(1)) <= end) wall = wall.AddDays(1);
        }
        decimal time = TimeAt(clock, wall);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(time, long.MaxValue, option);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, long.MinValue, option);
        return (long)time;
    }

    private static decimal TimeAt(WallClock clock, DateTime wall) => clock.SampleTime + (((decimal)(wall.Ticks - DateTime.UnixEpoch.Ticks) * 100) - clock.UnixNanoseconds);
}
