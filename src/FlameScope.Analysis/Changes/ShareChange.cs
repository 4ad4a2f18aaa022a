using FlameScope.FlameGraph;

namespace FlameScope.Analysis;

/// <summary>How much more or less of one side's samples have something than of the other's.</summary>
/// <param name="Target">What the target's samples that have it count.</param>
/// <param name="Baseline">What the baseline's samples that have it count.</param>
/// <param name="TargetShare">The part of what all the target's samples count, from 0 to 1; 0 when they count nothing.</param>
/// <param name="BaselineShare">The part of what all the baseline's samples count, from 0 to 1; 0 when they count nothing.</param>
/// <param name="Low">
/// The lower end of the 95 % interval of the change of the share, from -1 to 1. It is of numbers of samples, whatever they count (Newcombe's
/// hybrid score interval, 1998, method 10); so are the upper end and the p-value.
/// </param>
/// <param name="High">The upper end of that interval.</param>
/// <param name="PValue">
/// How likely a change at least as unlikely as this one is if the sides are alike and chance alone decided on which of them each sample fell,
/// from 0 to 1: Fisher's exact test, two-sided. 1 for equal shares, and when a side is empty. For one question asked, not for the best of many.
/// </param>
public readonly record struct ShareChange(
    long Target, long Baseline, double TargetShare, double BaselineShare, double Low, double High, double PValue)
{
    /// <summary>The target's share less the baseline's, from -1 to 1.</summary>
    public double Delta => TargetShare - BaselineShare;
}
