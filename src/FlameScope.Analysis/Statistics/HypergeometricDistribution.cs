namespace FlameScope.Analysis;

/// <summary>
/// The hypergeometric distribution: the number of hits on the first side, given the total number of hits and the sizes of both sides.
/// </summary>
internal readonly struct HypergeometricDistribution(long hits, long sizeA, long sizeB)
{
    private readonly double _logOfAll =
        LogFactorial(hits) + LogFactorial(sizeA + sizeB - hits) + LogFactorial(sizeA) + LogFactorial(sizeB) - LogFactorial(sizeA + sizeB);

    /// <summary>Returns the natural logarithm of the probability of a count, which must be possible.</summary>
    public double LogProbability(long count) =>
        _logOfAll - LogFactorial(count) - LogFactorial(hits - count) - LogFactorial(sizeA - count) - LogFactorial(sizeB - hits + count);

    /// <summary>Returns the probability of <c>count + 1</c> divided by the probability of <c>count</c>.</summary>
    public double Ratio(long count) => (double)(hits - count) * (sizeA - count) / ((double)(count + 1) * (sizeB - hits + count + 1));

    // Stirling's series. For n of at least 16, the first omitted term is less than 2e-14.
    private static double LogFactorial(long n)
    {
        if (n < LogFactorials.Length) return LogFactorials[n];
        double x = n, square = x * x;
        double series = (1.0 / 12 - ((1.0 / 360 - ((1.0 / 1260 - (1.0 / 1680 / square)) / square)) / square)) / x;
        return ((x + 0.5) * Math.Log(x)) - x + HalfLogOfTwoPi + series;
    }

    private const double HalfLogOfTwoPi = 0.91893853320467274178;

    private static readonly double[] LogFactorials = FirstLogFactorials();

    private static double[] FirstLogFactorials()
    {
        var logs = new double[16];
        double factorial = 1;
        for (int n = 1; n < logs.Length; n++) logs[n] = Math.Log(factorial *= n);
        return logs;
    }
}
