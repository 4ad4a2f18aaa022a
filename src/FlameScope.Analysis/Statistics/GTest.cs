namespace FlameScope.Analysis;

/// <summary>
/// How well a property splits two sides: the log-likelihood ratio G of the two-by-two table (R. R. Sokal and F. J. Rohlf, Biometry, the G-test).
/// 0 for equal shares.
/// </summary>
internal static class GTest
{
    public static double Of(long hitsA, long sizeA, long hitsB, long sizeB)
    {
        double size = sizeA + sizeB, hits = hitsA + hitsB;
        if (hits == 0 || hits == size || sizeA == 0 || sizeB == 0) return 0;
        double hitShare = hits / size, otherShare = 1 - hitShare;
        return 2 * (Part(hitsA, sizeA * hitShare) + Part(hitsB, sizeB * hitShare)
            + Part(sizeA - hitsA, sizeA * otherShare) + Part(sizeB - hitsB, sizeB * otherShare));
    }

    private static double Part(double seen, double expected) => seen == 0 ? 0 : seen * Math.Log(seen / expected);
}
