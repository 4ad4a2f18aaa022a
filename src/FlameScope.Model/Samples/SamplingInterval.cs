namespace FlameScope.Model;

/// <summary>Estimates the sampling interval from the gaps between samples.</summary>
internal static class SamplingInterval
{
    /// <summary>
    /// Returns the lower quartile of gaps. The quartile is robust: a processor that was idle or a thread that slept makes some gaps longer.
    /// </summary>
    /// <param name="gaps">The gaps between consecutive samples of one processor or thread, in nanoseconds. The list is sorted by this call.</param>
    /// <returns>The interval in nanoseconds; 0 if there are no gaps.</returns>
    public static long Estimate(List<long> gaps)
    {
        if (gaps.Count == 0) return 0;
        gaps.Sort();
        return gaps[gaps.Count / 4];
    }
}
