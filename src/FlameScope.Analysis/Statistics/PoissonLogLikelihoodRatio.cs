namespace FlameScope.Analysis;

/// <summary>How much likelier a number of events is when its rate is what it was than when the rate is what was expected.</summary>
internal static class PoissonLogLikelihoodRatio
{
    /// <summary>
    /// The log likelihood ratio of a Poisson count (Kulldorff 1997, A spatial scan statistic): <c>k ln(k / m) - (k - m)</c>, never negative.
    /// </summary>
    /// <param name="count">k, the events counted.</param>
    /// <param name="expected">m, those expected, above 0.</param>
    public static double Of(double count, double expected) => count <= 0 ? expected : (count * Math.Log(count / expected)) - (count - expected);
}
