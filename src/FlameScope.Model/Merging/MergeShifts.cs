using System.Globalization;

namespace FlameScope.Model;

/// <summary>By how much the times of each profile move when they become one.</summary>
internal static class MergeShifts
{
    /// <summary>A number of nanoseconds a profile; 0 for those without times.</summary>
    /// <exception cref="ArgumentException">A profile with times does not tell the time on the wall, or a time would not fit 64 bits.</exception>
    public static long[] Of(IReadOnlyList<Profile> profiles, MergeClock clock)
    {
        var shifts = new long[profiles.Count];
        if (clock == MergeClock.AsRecorded) return shifts;
        Profile? first = null;
        for (int i = 0; i < shifts.Length; i++)
        {
            if (!profiles[i].HasTimes) continue;
            first ??= profiles[i];
            Int128 shift = clock == MergeClock.FirstSample
                ? (Int128)first.FirstTime!.Value - profiles[i].FirstTime!.Value
                : Between(ClockOf(profiles[i], i), ClockOf(first, i), i);
            if (shift != (long)shift) throw OutOfRange(i);
            shifts[i] = (long)shift;
        }
        return shifts;
    }

    /// <summary>Checks that a profile's times can be moved.</summary>
    public static bool Fits(Profile profile, long shift) =>
        !profile.HasTimes || ((Int128)profile.FirstTime!.Value + shift > SampleTable.NoTime && (Int128)profile.LastTime!.Value + shift < long.MaxValue);

    /// <summary>A clock that is read off by times moved by so much.</summary>
    public static RecordingHeader Move(RecordingHeader header, long shift)
    {
        if (shift == 0 || header.Clock is not { } clock) return header;
        Int128 moved = (Int128)clock.SampleTime + shift;
        return header with { Clock = moved == (long)moved ? clock with { SampleTime = (long)moved } : null };
    }

    public static ArgumentException OutOfRange(int index) => new(string.Create(
        CultureInfo.InvariantCulture, $"The times of profile {index} (from 0) do not fit 64 bits of nanoseconds when they are moved."));

    // A moment has time a on one clock and time b on the other: what is to be added to the first.
    private static Int128 Between(WallClock from, WallClock to, int index)
    {
        if (from.Wall.Kind != to.Wall.Kind)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Profile {index} (from 0) tells the time on the wall in {Name(from)} and the first in {Name(to)}: they cannot be brought together."));
        }
        return (Int128)to.SampleTime - from.SampleTime + ((Int128)(from.Wall.Ticks - to.Wall.Ticks) * 100);
    }

    private static string Name(WallClock clock) => clock.Wall.Kind == DateTimeKind.Utc ? "UTC" : "local time";

    private static WallClock ClockOf(Profile profile, int index) => profile.Header.Clock
        ?? throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture, $"Profile {index} (from 0), or the first, does not tell the time on the wall: it was printed without --header."));
}
