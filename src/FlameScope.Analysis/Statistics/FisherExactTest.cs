namespace FlameScope.Analysis;

/// <summary>
/// Fisher's exact test of two proportions: the probability of counts at least as unlikely as the observed ones if both sides have the same proportion
/// and only chance decides to which side a sample belongs.
/// </summary>
/// <remarks>
/// R. A. Fisher, Statistical Methods for Research Workers, 1934, §21.02. Given the margins, a count has a hypergeometric distribution. The p-value is
/// the sum of the probabilities that are not greater than that of the observed count. Each term is computed from the previous one by a product, and
/// the sum stops at negligible terms, so the time is proportional to the standard deviation and not to the number of samples.
/// </remarks>
internal static class FisherExactTest
{
    // The tolerance for equal log probabilities.
    private const double Same = 1e-7;

    // A fraction that does not change a sum of doubles.
    private const double Negligible = 1e-17;

    /// <summary>Returns the two-sided p-value. It does not change if the sides are exchanged.</summary>
    /// <param name="hitsA">The number of samples of the first side that have the property.</param>
    /// <param name="sizeA">The number of samples of the first side.</param>
    /// <param name="hitsB">The number of samples of the second side that have the property.</param>
    /// <param name="sizeB">The number of samples of the second side.</param>
    /// <returns>A number from 0 to 1; 1 for equal proportions, and if a side is empty.</returns>
    public static double TwoSided(long hitsA, long sizeA, long hitsB, long sizeB)
    {
        if (sizeA > sizeB || (sizeA == sizeB && hitsA > hitsB)) (hitsA, sizeA, hitsB, sizeB) = (hitsB, sizeB, hitsA, sizeA);
        long hits = hitsA + hitsB;
        long lowest = Math.Max(0, hits - sizeB), highest = Math.Min(hits, sizeA);
        long mode = (long)(((Int128)hits + 1) * (sizeA + 1) / (sizeA + sizeB + 2));
        if (lowest == highest || hitsA == mode) return 1;

        var counts = new HypergeometricDistribution(hits, sizeA, sizeB);
        double observed = counts.LogProbability(hitsA), limit = observed + Same;
        if (counts.LogProbability(mode) <= limit) return 1;
        (int outward, long end, long otherEnd) = hitsA < mode ? (-1, lowest, highest) : (1, highest, lowest);
        double sum = Tail(counts, hitsA, end, outward, observed);
        long other = FirstAtMost(counts, limit, mode, otherEnd, -outward);
        if ((otherEnd - other) * -outward >= 0) sum += Tail(counts, other, otherEnd, -outward, observed);
        return Math.Min(1, Math.Exp(observed) * sum);
    }

    // Returns the first count from the mode to the end whose probability is at most the limit, by binary search, as probabilities decrease away from
    // the mode; the count after the end if there is none.
    private static long FirstAtMost(HypergeometricDistribution counts, double limit, long mode, long end, int step)
    {
        long above = 0, atMost = Math.Abs(end - mode) + 1;
        while (atMost - above > 1)
        {
            long middle = (above + atMost) / 2;
            if (counts.LogProbability(mode + (step * middle)) <= limit) atMost = middle;
            else above = middle;
        }
        return mode + (step * atMost);
    }

    // Returns the sum of the probabilities from a count outward to the end, relative to that of the observed count.
    private static double Tail(HypergeometricDistribution counts, long start, long end, int step, double observed)
    {
        double term = Math.Exp(counts.LogProbability(start) - observed), sum = 0;
        for (long count = start; term > sum * Negligible; count += step)
        {
            sum += term;
            if (count == end) break;
            term *= step > 0 ? counts.Ratio(count) : 1 / counts.Ratio(count - 1);
        }
        return sum;
    }
}
