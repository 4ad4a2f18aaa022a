namespace FlameScope.Analysis;

/// <summary>
/// The log-likelihood ratio of a Poisson count: the observed rate against the expected rate (Kulldorff 1997, A spatial scan statistic).
/// </summary>
internal static class PoissonLogLikelihoodRatio
{
    /// <summary>Returns <c>k ln(k / m) - (k - m)</c>.</summary>
    /// <param name="count">k, the observed number of events.</param>
    /// <param name="expected">m, the expected number of events, greater than 0.</param>
    /// <returns>The ratio, at least 0.</returns>
    public static double Of(double count, double expected) => count <= 0 ? expected : (count * Math.Log(count / expected)) - (count - expected);
}
