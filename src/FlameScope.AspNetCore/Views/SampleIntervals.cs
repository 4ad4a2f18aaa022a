using System.Globalization;
using System.Runtime.CompilerServices;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>
/// The processor time that each sample represents: its value in nanoseconds of CPU time; otherwise, for the most frequent event, the period of
/// a clock event or the sampling interval, which the recorder keeps while a processor is busy. Samples of other events represent none, so that
/// no time is counted twice.
/// </summary>
internal sealed class SampleIntervals
{
    private static readonly ConditionalWeakTable<Profile, SampleIntervals> Known = [];
    private static readonly SampleIntervals None = new(null!, [], 0, "");

    private readonly SampleTable _samples;
    private readonly int[] _columns;
    private readonly double _interval;

    private SampleIntervals(SampleTable samples, int[] columns, double interval, string method) =>
        (_samples, _columns, _interval, Method) = (samples, columns, interval, method);

    /// <summary>How the times were determined.</summary>
    public string Method { get; }

    /// <summary>Returns the intervals of a profile; <c>null</c> if the recording does not include them.</summary>
    public static SampleIntervals? Of(Profile profile)
    {
        SampleIntervals found = Known.GetValue(profile, static profile => OfCpuTime(profile) ?? OfEvent(profile) ?? None);
        return found == None ? null : found;
    }

    /// <summary>Returns the processor time that a sample represents, in nanoseconds.</summary>
    public double At(int sample)
    {
        int column = _columns[_samples.Events[sample].Value];
        if (column < 0) return 0;
        if (_interval > 0) return _interval;
        ReadOnlySpan<long> values = _samples.GetValues(column);
        return values.IsEmpty ? (column == 0 ? 1 : 0) : values[sample];
    }

    private static SampleIntervals? OfCpuTime(Profile profile)
    {
        static bool IsCpuTime(SampleValueType type) => type is { Name: "cpu", Unit: "nanoseconds" };

        int[] columns = new int[profile.Events.Count];
        for (int i = 0; i < columns.Length; i++) columns[i] = IndexOf(profile.GetValueTypes(new SampleEventId(i)), IsCpuTime);
        return Array.Exists(columns, column => column >= 0 && !profile.Samples.GetValues(column).IsEmpty)
            ? new SampleIntervals(profile.Samples, columns, 0, "CPU time of samples")
            : null;
    }

    private static SampleIntervals? OfEvent(Profile profile)
    {
        SampleTable samples = profile.Samples;
        int[] counts = new int[profile.Events.Count];
        foreach (SampleEventId id in samples.Events) counts[id.Value]++;
        if (counts.Length == 0 || samples.Count == 0) return null;
        int frequent = Array.IndexOf(counts, counts.Max());
        int[] columns = new int[counts.Length];
        Array.Fill(columns, -1);
        columns[frequent] = 0;
        string name = profile.Events[new SampleEventId(frequent)].Split(':')[0];
        if (name is "cpu-clock" or "task-clock" && HasPeriods(samples, frequent)) return new SampleIntervals(samples, columns, 0, "periods of clock samples");
        return profile.Header.SampleFrequency is { } frequency && frequency > 0
            ? new SampleIntervals(samples, columns, 1e9 / frequency, string.Create(CultureInfo.InvariantCulture, $"samples at {frequency} Hz"))
            : null;
    }

    // The period is 1 where the recording does not contain periods.
    private static bool HasPeriods(SampleTable samples, int frequent)
    {
        ReadOnlySpan<long> periods = samples.GetValues(0);
        ReadOnlySpan<SampleEventId> events = samples.Events;
        for (int i = 0; i < periods.Length; i++) if (periods[i] > 1 && events[i].Value == frequent) return true;
        return false;
    }

    private static int IndexOf(IReadOnlyList<SampleValueType> types, Func<SampleValueType, bool> condition)
    {
        for (int i = 0; i < types.Count; i++) if (condition(types[i])) return i;
        return -1;
    }
}
