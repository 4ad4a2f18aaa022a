namespace FlameScope.Analysis;

/// <summary>Newcombe's hybrid score interval: a 95% confidence interval for the difference of two proportions.</summary>
/// <remarks>
/// Method 10 of R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998) 873-890. It
/// combines E. B. Wilson's interval (1927) of each proportion, and holds for few samples and for proportions of 0 and 1.
/// </remarks>
internal readonly record struct NewcombeInterval(double Low, double High)
{
    // The 97.5th percentile of the standard normal distribution.
    private const double Z = 1.9599639845400545;

    /// <summary>Returns the interval for <c>hitsA / sizeA - hitsB / sizeB</c>; from -1 to 1 if a side is empty.</summary>
    public static NewcombeInterval OfDifference(long hitsA, long sizeA, long hitsB, long sizeB)
    {
        if (sizeA == 0 || sizeB == 0) return new NewcombeInterval(-1, 1);
        double a = (double)hitsA / sizeA, b = (double)hitsB / sizeB;
        NewcombeInterval ofA = Wilson(a, sizeA), ofB = Wilson(b, sizeB);
        double delta = a - b;
        return new NewcombeInterval(
            Math.Max(-1, delta - double.Hypot(a - ofA.Low, ofB.High - b)),
            Math.Min(1, delta + double.Hypot(ofA.High - a, b - ofB.Low)));
    }

    private static NewcombeInterval Wilson(double share, long size)
    {
        double square = Z * Z / size;
        double middle = share + (square / 2);
        double reach = Z * Math.Sqrt(((share * (1 - share)) + (square / 4)) / size);
        return new NewcombeInterval(Math.Max(0, (middle - reach) / (1 + square)), Math.Min(1, (middle + reach) / (1 + square)));
    }
}
