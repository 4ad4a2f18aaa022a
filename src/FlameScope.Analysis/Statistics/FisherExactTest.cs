namespace FlameScope.Analysis;

/// <summary>
/// Fisher's exact test of two proportions: how likely counts at least as unlikely as these are when both sides have the same proportion and
/// only chance decides on which side a sample fell.
/// </summary>
/// <remarks>
/// R. A. Fisher, Statistical Methods for Research Workers, 1934, §21.02. Given all margins, a count is hypergeometric; the p-value is the sum
/// of the probabilities that are not greater than the observed one's. Terms follow from one another by a product, and only those that still
/// add something are looked at, so a test costs by the standard deviation and not by the number of samples.
/// </remarks>
internal static class FisherExactTest
{
    // Probabilities this close are equal but for rounding.
    private const double Same = 1e-7;

    // What adds nothing to a double.
    private const double Negligible = 1e-17;

    /// <summary>The p-value, from 0 to 1; 1 for equal proportions, and when a side is empty. The same with the sides exchanged.</summary>
    /// <param name="hitsA">How many of the first side's have the property.</param>
    /// <param name="sizeA">How many the first side has.</param>
    /// <param name="hitsB">How many of the second side's have the property.</param>
    /// <param name="sizeB">How many the second side has.</param>
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

    // Away from the mode probabilities fall: the first count on the way to the end whose probability is not above the limit; beyond the end if none.
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

    // The probabilities from a count outward to the end, as multiples of the observed one's.
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
