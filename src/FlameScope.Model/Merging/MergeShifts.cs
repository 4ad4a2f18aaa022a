using System.Globalization;

namespace FlameScope.Model;

/// <summary>Computes how far the times of each profile move when profiles are merged.</summary>
internal static class MergeShifts
{
    /// <summary>Returns the shift of each profile in nanoseconds; 0 for a profile without times.</summary>
    /// <exception cref="ArgumentException">A profile with times has no wall-clock time, or a time would not fit in 64 bits.</exception>
    public static long[] Of(Profile[] profiles, ProfileMergeOptions options)
    {
        MergeClock clock = options.Clock;
        var shifts = new long[profiles.Length];
        if (clock == MergeClock.AsRecorded) return shifts;
        Profile? first = null;
        for (int i = 0; i < shifts.Length; i++)
        {
            if (!profiles[i].HasTimes) continue;
            first ??= profiles[i];
            if (clock == MergeClock.WallClock && options.RequireExactClocks && !ClockOf(profiles[i], i).IsExact) throw Inexact(i);
            Int128 shift = clock == MergeClock.FirstSample
                ? (Int128)first.FirstTime!.Value - profiles[i].FirstTime!.Value
                : Between(ClockOf(profiles[i], i), ClockOf(first, i), i);
            if (shift != (long)shift) throw OutOfRange(i);
            shifts[i] = (long)shift;
        }
        return shifts;
    }

    /// <summary>Indicates whether all times of a profile fit in 64 bits after a shift.</summary>
    public static bool Fits(Profile profile, long shift) =>
        !profile.HasTimes
        || ((Int128)profile.FirstTime!.Value + shift > SampleTable.NoTime && (Int128)profile.LastTime!.Value + shift < long.MaxValue);

    /// <summary>Returns a header whose clock is shifted like the times. The clock is removed if it would not fit in 64 bits.</summary>
    public static RecordingHeader Move(RecordingHeader header, long shift)
    {
        if (shift == 0 || header.Clock is not { } clock) return header;
        Int128 moved = (Int128)clock.SampleTime + shift;
        return header.WithClock(moved == (long)moved ? clock with { SampleTime = (long)moved } : null);
    }

    public static ArgumentException OutOfRange(int index) => Error(index, "cannot be shifted: its times would not fit in 64 bits of nanoseconds.");

    // The number to add to a time on the first clock to get the time of the same moment on the second.
    private static Int128 Between(WallClock from, WallClock to, int index)
    {
        if (from.IsUtc != to.IsUtc)
        {
            throw Error(index, $"has wall-clock times in {Name(from)} and the first in {Name(to)}: they cannot be compared.");
        }
        return (Int128)to.SampleTime - from.SampleTime + ((Int128)from.UnixNanoseconds - to.UnixNanoseconds);
    }

    private static string Name(WallClock clock) => clock.IsUtc ? "UTC" : "local time";

    private static WallClock ClockOf(Profile profile, int index) =>
        profile.Header.Clock ?? throw Error(index, "or the first has no wall-clock time: it was printed without --header.");

    private static ArgumentException Inexact(int index) => Error(index,
        "has a wall-clock time that is accurate only to about a second. Record with a clock whose reading is in the recording.");

    private static ArgumentException Error(int index, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Profile {index} (from 0) {problem}"));
}
