using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// What is different between two sides, function by function, with how sure that is: the target, which is looked at, and the baseline it is
/// compared with.
/// </summary>
/// <remarks>
/// <para>
/// <b>What a p-value says.</b> A profile is a sample of what ran. With few samples most differences of shares are luck: a p-value says how
/// likely luck alone makes one like it. Each function's share is tested by Fisher's exact test, which holds for any numbers, and the values are
/// corrected by S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979) 65-70, which holds
/// for any dependence; functions of one path depend on each other as much as can be.
/// </para>
/// <para>
/// <b>What it does not say.</b> The question is whether the time of the target was spent otherwise than the baseline's, not whether it would be
/// again. Samples a tick apart mostly stand in the same call, so a single call of 200 ms is 20 samples at 99 Hz: surely there, and yet
/// only one event. For the time that was spent that does no harm, as ticks in a row measure it better than ticks at random do (W. G. Cochran,
/// Sampling Techniques, 1977, §8.6); for what usually happens it does, and the p-value must not be read so. Where several processors are
/// sampled at the same instant and run the same, they count as several samples.
/// </para>
/// <para>
/// <b>Ranking.</b> When a function appears, everything that calls it grows with it. So <see cref="Leading"/> is a list to be read from the top.
/// The function that splits the two sides best is looked for, by the log-likelihood ratio G of samples with it and without it; callers such as
/// <c>main</c>, which both sides have, split nothing. Of the functions that carry at least 0.95 of its change, the one with the fewest samples is
/// taken, and among equals the deepest: what the change is in and not what leads there. Then the samples with that function and those without it
/// are two smaller comparisons, for which the same is done, the best split first, as long as a split is significant (Fisher's test times the
/// number of functions, against <see cref="Level"/>). So a path has a line only for what differs along it, and what has a smaller share only
/// because something else has a larger one has none.
/// </para>
/// <para>The sides must not have samples in common, or the change is taken for smaller than it is: compare with the rest, not with the whole.</para>
/// </remarks>
/// <example>
/// <code>
/// var changes = FunctionChanges.AgainstRest(profile.Select(), profile.RangeOfSeconds(28.3, 28.58));
/// foreach (FunctionChange change in changes.Leading) Console.WriteLine($"{change.Total.Delta:+0.0%;-0.0%} {change.Name}");
/// </code>
/// </example>
public sealed class FunctionChanges
{
    /// <summary>The level of significance: 0.05.</summary>
    public const double Level = 0.05;

    /// <summary>The most functions that <see cref="Leading"/> has if nothing else is asked for: 20.</summary>
    public const int MaximumLeading = 20;

    private readonly FunctionChangeRows _rows;
    private FunctionChange[]? _all;

    private FunctionChanges(ChangeSides sides, int leading)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leading);
        (Weight, TargetSampleCount, BaselineSampleCount) = (sides.Target.Weight, sides.Target.SampleCount, sides.Baseline.SampleCount);
        (TargetTotal, BaselineTotal) = (sides.Target.Total, sides.Baseline.Total);
        _rows = new FunctionChangeRows(sides, sides.FindLeads(leading));
        Leading = _rows.MakeLeading();
    }

    /// <summary>The functions that explain the difference, most telling first. None when nothing is different beyond chance.</summary>
    public IReadOnlyList<FunctionChange> Leading { get; }

    /// <summary>
    /// All functions of either side: those of <see cref="Leading"/> first, then by p-value of their totals, then by the size of the change, then
    /// by name and kind.
    /// </summary>
    public IReadOnlyList<FunctionChange> Rows => _all ??= _rows.MakeAll();

    /// <summary>What a sample counts here.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The number of the target's samples.</summary>
    public int TargetSampleCount { get; }

    /// <summary>The number of the baseline's samples.</summary>
    public int BaselineSampleCount { get; }

    /// <summary>What the target's samples count together.</summary>
    public long TargetTotal { get; }

    /// <summary>What the baseline's samples count together.</summary>
    public long BaselineTotal { get; }

    /// <summary>Compares two trees that count samples, of any profiles and with any grouping.</summary>
    /// <param name="target">The tree that is looked at.</param>
    /// <param name="baseline">The tree that it is compared with.</param>
    /// <param name="leading">The most functions to look for that explain the difference: with few asked for it is faster.</param>
    /// <remarks>Holds on to the trees: rented ones must not be given back while this is in use.</remarks>
    /// <exception cref="ArgumentException">
    /// A tree counts periods, which do not tell how many samples they are of, is reversed, or has been returned to its builder.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leading"/> is negative.</exception>
    public static FunctionChanges Between(StackTree target, StackTree baseline, int leading = MaximumLeading)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        if (target.Weight != SampleWeight.Samples || baseline.Weight != SampleWeight.Samples)
            throw new ArgumentException("A tree that counts periods does not tell how many samples it is of: give the samples themselves.");
        if (target.Options.Reversed || baseline.Options.Reversed) throw new ArgumentException("A reversed tree has no paths from callers to what they call.");
        if (target.Count == 0 || baseline.Count == 0) throw new ArgumentException("The tree has been returned to its builder and holds nothing.");
        return new FunctionChanges(new ChangeSides(target, baseline, target, baseline), leading);
    }

    /// <summary>Compares two selections.</summary>
    /// <param name="target">The samples that are looked at.</param>
    /// <param name="baseline">The samples that they are compared with; of any profile.</param>
    /// <param name="weight">What a sample counts in values and shares. Intervals and p-values are of numbers of samples either way.</param>
    /// <param name="leading">The most functions to look for that explain the difference: with few asked for it is faster.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such weight, or <paramref name="leading"/> is negative.</exception>
    public static FunctionChanges Between(
        SampleSelection target, SampleSelection baseline, SampleWeight weight = SampleWeight.Samples, int leading = MaximumLeading)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        StackTree targetCounts = TreeOf(target, SampleWeight.Samples), baselineCounts = TreeOf(baseline, SampleWeight.Samples);
        return new FunctionChanges(
            weight == SampleWeight.Samples
                ? new ChangeSides(targetCounts, baselineCounts, targetCounts, baselineCounts)
                : new ChangeSides(TreeOf(target, weight), TreeOf(baseline, weight), targetCounts, baselineCounts),
            leading);
    }

    /// <summary>Compares the samples of a range with the rest of a selection.</summary>
    /// <param name="whole">The samples of both sides.</param>
    /// <param name="range">Nanoseconds.</param>
    /// <param name="weight">What a sample counts in values and shares. Intervals and p-values are of numbers of samples either way.</param>
    /// <param name="leading">The most functions to look for that explain the difference: with few asked for it is faster.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such weight, or <paramref name="leading"/> is negative.</exception>
    public static FunctionChanges AgainstRest(
        SampleSelection whole, TimeRange range, SampleWeight weight = SampleWeight.Samples, int leading = MaximumLeading)
    {
        ArgumentNullException.ThrowIfNull(whole);
        SampleSelection target = whole.Within(range);
        return Between(target, whole.Except(target), weight, leading);
    }

    private static StackTree TreeOf(SampleSelection samples, SampleWeight weight) =>
        StackTree.From(samples, new StackTreeOptions { Grouping = StackGrouping.None, Weight = weight });
}
