using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The average number of busy processors over time.</summary>
internal static class CpuUsage
{
    /// <summary>Returns the average number of busy processors per bucket of a range; <c>null</c> if the profile does not include it.</summary>
    public static CpuUsageValues? OverTime(SampleSelection selection, long from, long to, int buckets) => null;
}
