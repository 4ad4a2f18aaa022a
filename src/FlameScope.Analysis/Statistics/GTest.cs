namespace FlameScope.Analysis;

/// <summary>
/// The G-test of the two-by-two table (R. R. Sokal and F. J. Rohlf, Biometry): the log-likelihood ratio statistic G, which measures how well a
/// property separates two sides.
/// </summary>
internal static class GTest
{
    /// <summary>Returns the G statistic.</summary>
    /// <param name="hitsA">The number of samples of the first side that have the property.</param>
    /// <param name="sizeA">The number of samples of the first side.</param>
    /// <param name="hitsB">The number of samples of the second side that have the property.</param>
    /// <param name="sizeB">The number of samples of the second side.</param>
    /// <returns>The statistic; 0 for equal proportions, and if a side is empty.</returns>
    public static double Of(long hitsA, long sizeA, long hitsB, long sizeB)
    {
        double size = sizeA + sizeB, hits = hitsA + hitsB;
        if (hits == 0 || hits == size || sizeA == 0 || sizeB == 0) return 0;
        double hitShare = hits / size, otherShare = 1 - hitShare;
        return 2 * (Part(hitsA, sizeA * hitShare) + Part(hitsB, sizeB * hitShare)
            + Part(sizeA - hitsA, sizeA * otherShare) + Part(sizeB - hitsB, sizeB * otherShare));
    }

    private static double Part(double observed, double expected) => observed == 0 ? 0 : observed * Math.Log(observed / expected);
}
