using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>
/// The average number of busy processors over time: the processor time that samples represent, divided by the elapsed time. The report's page
/// computes the same numbers (<c>web/report/engine/samples/cpu-usage.js</c>).
/// </summary>
internal static class CpuUsage
{
    /// <summary>Returns the average number of busy processors per bucket of a range; <c>null</c> if the profile does not include it.</summary>
    /// <param name="selection">The samples.</param>
    /// <param name="from">The start of the range, in nanoseconds on the clock of the profile.</param>
    /// <param name="to">The end of the range, exclusive.</param>
    /// <param name="buckets">The number of buckets of equal length.</param>
    /// <returns>The numbers; <c>null</c> if the recording does not contain the processor time per sample, or the range is empty.</returns>
    public static CpuUsageValues? OverTime(SampleSelection selection, long from, long to, int buckets)
    {
        if (buckets < 1 || to <= from || SampleIntervals.Of(selection.Profile) is not { } intervals) return null;
        double length = ((double)to - from) / buckets;
        double[] values = new double[buckets];
        SampleSelection within = selection.Within(new TimeRange(from, to));
        ReadOnlySpan<long> times = within.Profile.Samples.Times;
        foreach (int sample in within)
        {
            if (times[sample] == SampleTable.NoTime) continue;
            values[Math.Min((int)((times[sample] - from) / length), buckets - 1)] += intervals.At(sample);
        }
        for (int i = 0; i < buckets; i++) values[i] /= length;
        return new CpuUsageValues(values, length, intervals.Method);
    }
}
