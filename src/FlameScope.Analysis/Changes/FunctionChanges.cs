using System.Diagnostics;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// The differences between a target and a baseline, per function, with their statistical significance: Fisher's exact test with Holm's correction,
/// and a decision tree by the G-test that finds the functions that explain the difference.
/// </summary>
/// <remarks>
/// <para>
/// <b>P-values.</b> A profile is a sample of the executed code. With few samples, most differences of shares are random. A p-value is the probability
/// that chance alone causes such a difference. The share of each function is tested by Fisher's exact test, which holds for all sample sizes. The
/// p-values are corrected for multiple tests by S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics
/// 6 (1979) 65-70, which holds for any dependence. The functions of one path are strongly dependent.
/// </para>
/// <para>
/// <b>Limits.</b> The test answers whether the time of the target was spent differently than that of the baseline, not whether this would happen
/// again. Consecutive samples are mostly of the same call: a single call of 200 ms is 20 samples at 99 Hz, which is significant and yet one event.
/// For the time that was spent this is no problem, because regular samples measure it better than random ones (W. G. Cochran, Sampling Techniques,
/// 1977, §8.6). For what usually happens, the p-value must not be used. Simultaneous samples of several processors that run the same code count as
/// several samples.
/// </para>
/// <para>
/// <b>Explanations.</b> When a function appears, all of its callers grow with it. <see cref="Explanations"/> is therefore a decision tree, grown best
/// split first. The function with the highest G statistic (log-likelihood ratio) of samples with and without it splits the two sides best; callers
/// such as <c>main</c>, which both sides have, do not split them. Among the functions with at least 95% of its change, the one with the fewest
/// samples is chosen, and of equal ones the deepest: the most specific function. Then the samples with that function and those without it are
/// compared in the same way, while a split is significant (Fisher's p-value times the number of functions, at most <see cref="Level"/>). A path
/// therefore has one explanation per difference, and a function whose share is smaller only because another one's is larger has none.
/// </para>
/// <para>
/// The sides must not have samples in common; otherwise changes are underestimated. Use <see cref="Baseline.Rest"/> rather than
/// <see cref="Baseline.Whole"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// FunctionChanges changes = FunctionChanges.Compare(profile.Select(), profile.RangeOfSeconds(28.3, 28.58), Baseline.Rest);
/// foreach (FunctionChange change in changes.Explanations) Console.WriteLine($"{change.Total.Delta:+0.0%;-0.0%} {change.Name}");
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FunctionChanges
{
    private const int DefaultMaximumExplanations = 20;

    private readonly Sides _sides;
    private readonly FunctionChange[] _explanations;
    private readonly int[] _explained;
    private readonly ShareChange[] _totals;
    private readonly double[] _adjusted;
    private FunctionChange[]? _rows;

    private FunctionChanges(Sides sides, int maximumExplanations)
    {
        (Weight, TargetSampleCount, BaselineSampleCount) = (sides.Target.Weight, sides.Target.SampleCount, sides.Baseline.SampleCount);
        (TargetTotal, BaselineTotal) = (sides.Target.Total, sides.Baseline.Total);
        _sides = sides;
        List<Explanation> found = sides.FindExplanations(maximumExplanations);
        _totals = new ShareChange[sides.Functions.Count];
        for (int i = 0; i < _totals.Length; i++) _totals[i] = sides.TotalOf(i);
        _adjusted = Array.ConvertAll(_totals, c => c.PValue);
        AdjustByHolm(_adjusted);
        _explanations = [.. found.Select(e => RowOf(e.Function, e))];
        _explained = [.. found.Select(e => e.Function)];
    }

    /// <summary>The level of significance: 0.05.</summary>
    public static double Level => 0.05;

    /// <summary>The functions that explain the difference, best split first. Empty if there is no significant difference.</summary>
    public IReadOnlyList<FunctionChange> Explanations => _explanations;

    /// <summary>
    /// All functions of either side: first those of <see cref="Explanations"/>; then by the p-value of their totals; then by the size of the change,
    /// descending; then by name and kind.
    /// </summary>
    public IReadOnlyList<FunctionChange> Rows => _rows ??= MakeRows();

    /// <summary>The value that each sample contributes. It is never the default weight.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The unit of the values; see <see cref="StackTree.Unit"/>.</summary>
    public string Unit => _sides.Target.Unit;

    /// <summary>The number of samples of the target.</summary>
    public long TargetSampleCount { get; }

    /// <summary>The number of samples of the baseline.</summary>
    public long BaselineSampleCount { get; }

    /// <summary>The sum of the values of the target's samples.</summary>
    public long TargetTotal { get; }

    /// <summary>The sum of the values of the baseline's samples.</summary>
    public long BaselineTotal { get; }

    /// <summary>Compares the samples of a time range with a baseline.</summary>
    /// <param name="samples">The samples of the profile, in and outside of the range.</param>
    /// <param name="target">The range of the target.</param>
    /// <param name="baseline">The baseline, such as <see cref="Baseline.Rest"/>.</param>
    /// <param name="weight">
    /// The value that each sample contributes to values and shares; the default is the default of the target's profile. Intervals and p-values are always
    /// computed from numbers of samples.
    /// </param>
    /// <param name="maximumExplanations">The maximum number of functions that explain the difference. A low number is faster.</param>
    /// <returns>The differences.</returns>
    /// <exception cref="ArgumentException"><paramref name="target"/> is empty, or a profile has no such value type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumExplanations"/> is negative.</exception>
    public static FunctionChanges Compare(
        SampleSelection samples,
        TimeRange target,
        Baseline baseline,
        SampleWeight weight = default,
        int maximumExplanations = DefaultMaximumExplanations)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(baseline);
        (SampleSelection targetSamples, SampleSelection baselineSamples) = baseline.Select(samples, target);
        return Compare(targetSamples, baselineSamples, weight, maximumExplanations);
    }

    /// <summary>Compares two selections.</summary>
    /// <param name="target">The samples of the target.</param>
    /// <param name="baseline">The samples of the baseline. They may be of another profile.</param>
    /// <param name="weight">
    /// The value that each sample contributes to values and shares; the default is the default of the target's profile. Intervals and p-values are always
    /// computed from numbers of samples.
    /// </param>
    /// <param name="maximumExplanations">The maximum number of functions that explain the difference. A low number is faster.</param>
    /// <returns>The differences.</returns>
    /// <exception cref="ArgumentException">A profile has no such value type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumExplanations"/> is negative.</exception>
    public static FunctionChanges Compare(
        SampleSelection target,
        SampleSelection baseline,
        SampleWeight weight = default,
        int maximumExplanations = DefaultMaximumExplanations)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumExplanations);
        weight = target.Profile.Resolve(weight);
        StackTree targetCounts = TreeOf(target, SampleWeight.Samples), baselineCounts = TreeOf(baseline, SampleWeight.Samples);
        return new FunctionChanges(
            weight == SampleWeight.Samples
                ? new Sides(targetCounts, baselineCounts, targetCounts, baselineCounts)
                : new Sides(TreeOf(target, weight), TreeOf(baseline, weight), targetCounts, baselineCounts),
            maximumExplanations);
    }

    /// <summary>Compares two trees that count samples. They may be of different profiles and groupings.</summary>
    /// <param name="target">The tree of the target.</param>
    /// <param name="baseline">The tree of the baseline.</param>
    /// <param name="maximumExplanations">The maximum number of functions that explain the difference. A low number is faster.</param>
    /// <returns>The differences. They hold references to the trees: a rented tree must not be disposed while they are in use.</returns>
    /// <exception cref="ArgumentException">
    /// A tree counts other values, which do not give the number of samples; is reversed; or has been returned to its builder.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumExplanations"/> is negative.</exception>
    public static FunctionChanges Compare(StackTree target, StackTree baseline, int maximumExplanations = DefaultMaximumExplanations)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumExplanations);
        if (target.Weight != SampleWeight.Samples || baseline.Weight != SampleWeight.Samples)
        {
            throw new ArgumentException("A tree counts other values, which do not give the number of samples. Compare the samples instead.");
        }
        if (target.Options.Reversed || baseline.Options.Reversed)
        {
            throw new ArgumentException("A tree is reversed. Its paths do not start at the root.");
        }
        if (target.Count == 0 || baseline.Count == 0) throw new ArgumentException("A tree has been returned to its builder.");
        return new FunctionChanges(new Sides(target, baseline, target, baseline), maximumExplanations);
    }

    /// <summary>Returns a summary: the samples of both sides and the number of explanations.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{TargetSampleCount} samples against {BaselineSampleCount}, {_totals.Length} functions, {_explanations.Length} explanations");

    private static StackTree TreeOf(SampleSelection samples, SampleWeight weight) =>
        StackTree.From(samples, new StackTreeOptions { Grouping = StackGrouping.None, Weight = weight });

    // Holm's method: the smallest of n p-values is multiplied by n, the next one by n - 1, and so on. No result is less than the preceding one.
    private static void AdjustByHolm(double[] values)
    {
        var order = new int[values.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        values.AsSpan().Sort(order.AsSpan());
        double maximum = 0;
        for (int i = 0; i < values.Length; i++) values[i] = maximum = Math.Max(maximum, Math.Min(1, values[i] * (values.Length - i)));
        order.AsSpan().Sort(values.AsSpan());
    }

    private FunctionChange[] MakeRows()
    {
        var ranks = new int[_totals.Length];
        Array.Fill(ranks, int.MaxValue);
        for (int i = 0; i < _explained.Length; i++) ranks[_explained[i]] = i;
        var order = new int[_totals.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((a, b) => Compare(a, b, ranks));
        return Array.ConvertAll(order, i => ranks[i] < _explanations.Length ? _explanations[ranks[i]] : RowOf(i, null));
    }

    private FunctionChange RowOf(int function, Explanation? explanation) => new()
    {
        Name = _sides.Functions.GetName(function),
        Kind = _sides.Functions.GetKind(function),
        Presence = _sides.PresenceOf(function),
        Self = _sides.SelfOf(function),
        Total = _totals[function],
        AdjustedPValue = _adjusted[function],
        ExplanationPValue = explanation?.PValue,
        Path = explanation?.Path ?? [],
    };

    private int Compare(int a, int b, int[] ranks)
    {
        int order = ranks[a].CompareTo(ranks[b]);
        if (order == 0) order = _totals[a].PValue.CompareTo(_totals[b].PValue);
        if (order == 0) order = Math.Abs(_totals[b].Delta).CompareTo(Math.Abs(_totals[a].Delta));
        return order != 0 ? order : _sides.Functions.Compare(a, b);
    }

    /// <summary>The functions of both sides: values by the requested weight, and numbers of samples.</summary>
    private sealed class Sides
    {
        private readonly FunctionTally _targetValues;
        private readonly FunctionTally _baselineValues;
        private readonly FunctionTally _targetCounts;
        private readonly FunctionTally _baselineCounts;

        public Sides(StackTree target, StackTree baseline, StackTree targetCounts, StackTree baselineCounts)
        {
            (Target, Baseline) = (target, baseline);
            _targetValues = new FunctionTally(target, Functions);
            _baselineValues = new FunctionTally(baseline, Functions);
            _targetCounts = target == targetCounts ? _targetValues : new FunctionTally(targetCounts, Functions);
            _baselineCounts = baseline == baselineCounts ? _baselineValues : new FunctionTally(baselineCounts, Functions);
        }

        public FunctionNumbers Functions { get; } = new();

        public StackTree Target { get; }

        public StackTree Baseline { get; }

        public ShareChange SelfOf(int function) => Change(
            _targetValues.SelfOf(function), _baselineValues.SelfOf(function), _targetCounts.SelfOf(function), _baselineCounts.SelfOf(function));

        public ShareChange TotalOf(int function) => Change(
            _targetValues.TotalOf(function), _baselineValues.TotalOf(function), _targetCounts.TotalOf(function), _baselineCounts.TotalOf(function));

        public DiffPresence PresenceOf(int function) =>
            _targetCounts.TotalOf(function) == 0 ? DiffPresence.Gone : _baselineCounts.TotalOf(function) == 0 ? DiffPresence.New : DiffPresence.Both;

        public List<Explanation> FindExplanations(int maximum) => ExplanationFinder.Find(Functions, _targetCounts, _baselineCounts, maximum);

        private ShareChange Change(long target, long baseline, long targetHits, long baselineHits)
        {
            long targetSize = Target.SampleCount, baselineSize = Baseline.SampleCount;
            NewcombeInterval interval = NewcombeInterval.OfDifference(targetHits, targetSize, baselineHits, baselineSize);
            return new ShareChange
            {
                Target = target,
                Baseline = baseline,
                TargetShare = Target.Total == 0 ? 0 : (double)target / Target.Total,
                BaselineShare = Baseline.Total == 0 ? 0 : (double)baseline / Baseline.Total,
                Low = interval.Low,
                High = interval.High,
                PValue = FisherExactTest.TwoSided(targetHits, targetSize, baselineHits, baselineSize),
            };
        }
    }
}
