namespace FlameScope.Analysis;

/// <summary>The change of a share: the shares of the samples that have a property, on both sides of a comparison.</summary>
public readonly record struct ShareChange
{
    /// <summary>The sum of the values of the target's samples that have the property.</summary>
    public long Target { get; internal init; }

    /// <summary>The sum of the values of the baseline's samples that have the property.</summary>
    public long Baseline { get; internal init; }

    /// <summary>The share of the values of all samples of the target, from 0 to 1; 0 if their sum is 0.</summary>
    public double TargetShare { get; internal init; }

    /// <summary>The share of the values of all samples of the baseline, from 0 to 1; 0 if their sum is 0.</summary>
    public double BaselineShare { get; internal init; }

    /// <summary>
    /// The lower limit of the 95% confidence interval of the change, from -1 to 1: Newcombe's hybrid score interval (1998, method 10). The interval
    /// and the p-value are computed from numbers of samples, independent of the weight.
    /// </summary>
    public double Low { get; internal init; }

    /// <summary>The upper limit of the confidence interval, from -1 to 1.</summary>
    public double High { get; internal init; }

    /// <summary>
    /// The p-value of Fisher's exact test, two-sided, from 0 to 1: the probability of a change at least as unlikely as this one if chance alone
    /// decides to which side each sample belongs. 1 for equal shares, and if a side is empty. It is not corrected for multiple tests.
    /// </summary>
    public double PValue { get; internal init; }

    /// <summary>The target's share minus the baseline's, from -1 to 1.</summary>
    public double Delta => TargetShare - BaselineShare;
}
