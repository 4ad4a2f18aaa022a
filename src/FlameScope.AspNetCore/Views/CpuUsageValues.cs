namespace FlameScope.AspNetCore;

/// <summary>The average number of busy processors per bucket.</summary>
/// <param name="Values">One number per bucket.</param>
/// <param name="Length">The length of a bucket in nanoseconds.</param>
/// <param name="Method">How the numbers were determined.</param>
internal sealed record CpuUsageValues(double[] Values, double Length, string Method);
