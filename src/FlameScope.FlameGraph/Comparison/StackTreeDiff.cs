using System.Collections;
using System.Diagnostics;
using System.Text.Json.Serialization;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The difference of two trees: a target, and the baseline that it is compared with. The difference is stored as columns of equal length with one row
/// per node of either tree.
/// </summary>
/// <remarks>
/// <para>
/// Two nodes are equal if their names, byte for byte, and their kinds are equal along their paths, so the trees may be of different profiles. The
/// order is that of <see cref="StackTree"/>: pre-order, siblings by the bytes of their names, then by kind.
/// </para>
/// <para>
/// Values are stored as they were counted. <see cref="DiffNormalization"/> makes the sides comparable: a delta is <c>target / TargetAmount - baseline
/// / BaselineAmount</c>. It is computed as one fraction of integers and rounded once, so equal shares give exactly 0, and exchanging the sides gives
/// exactly the opposite number.
/// </para>
/// <para>
/// A difference holds references to its trees: a rented tree must not be disposed while the difference is in use. A difference may be read by several
/// threads at the same time.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// StackTreeDiff diff = StackTreeDiff.Compare(profile.Select(), profile.RangeOfSeconds(3.2, 3.4), Baseline.Rest);
/// foreach (StackTreeDiffNode node in diff.Nodes.OrderByDescending(n => n.SelfDelta).Take(10)) Console.WriteLine(node);
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class StackTreeDiff
{
    private const long NanosecondsPerSecond = TimeRange.NanosecondsPerSecond;

    private readonly TreeUnion _union;
    private readonly long[] _targetSelf;
    private readonly long[] _targetTotals;
    private readonly long[] _baselineSelf;
    private readonly long[] _baselineTotals;
    private long[]? _elidedTotals;
    private NodeList? _nodes;

    private StackTreeDiff(Side target, Side baseline, DiffNormalization normalization)
    {
        Check(target.Tree, baseline.Tree);
        (Target, Baseline, Normalization) = (target.Tree, baseline.Tree, normalization);
        TargetAmount = target.AmountFor(normalization);
        BaselineAmount = baseline.AmountFor(normalization);
        _union = new TreeUnion(Target, Baseline);
        _targetSelf = Spread(Target.SelfValues, _union.NodesA);
        _targetTotals = Spread(Target.TotalValues, _union.NodesA);
        _baselineSelf = Spread(Baseline.SelfValues, _union.NodesB);
        _baselineTotals = Spread(Baseline.TotalValues, _union.NodesB);
        for (int node = 0; node < Count; node++) MaximumDelta = Math.Max(MaximumDelta, Math.Abs(Delta(_targetTotals[node], _baselineTotals[node])));
    }

    /// <summary>The tree of the target.</summary>
    [JsonIgnore]
    public StackTree Target { get; }

    /// <summary>The tree of the baseline.</summary>
    [JsonIgnore]
    public StackTree Baseline { get; }

    /// <summary>The divisor of each side's values.</summary>
    public DiffNormalization Normalization { get; }

    /// <summary>The number that the target's values are divided by: its total, nanoseconds, the sum of its periods, or 1. Never 0.</summary>
    public long TargetAmount { get; }

    /// <summary>The number that the baseline's values are divided by: its total, nanoseconds, the sum of its periods, or 1. Never 0.</summary>
    public long BaselineAmount { get; }

    /// <summary>The value that each sample contributes on both sides. It is never the default weight.</summary>
    public SampleWeight Weight => Target.Weight;

    /// <summary>The unit of the values of both sides; see <see cref="StackTree.Unit"/>. It is that of the target if it differs.</summary>
    public string Unit => Target.Unit;

    /// <summary>The number of nodes, including the root.</summary>
    public int Count => _union.Count;

    /// <summary>For each node, its parent, which has a lower index; -1 for the root.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> Parents => _union.Parents;

    /// <summary>For each node, the number of its ancestors.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> Depths => _union.Depths;

    /// <summary>For each node, the index after its last descendant.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> SubtreeEnds => _union.SubtreeEnds;

    /// <summary>For each node, its index in <see cref="Target"/>; -1 if the target does not contain it.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> TargetNodes => _union.NodesA;

    /// <summary>For each node, its index in <see cref="Baseline"/>; -1 if the baseline does not contain it.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> BaselineNodes => _union.NodesB;

    /// <summary>For each node, the sum of the values of the target's samples that end in it.</summary>
    [JsonIgnore]
    public ReadOnlySpan<long> TargetSelfValues => _targetSelf;

    /// <summary>For each node, the sum of the values of the target's samples that end in it or in a descendant.</summary>
    [JsonIgnore]
    public ReadOnlySpan<long> TargetTotalValues => _targetTotals;

    /// <summary>For each node, the sum of the values of the baseline's samples that end in it.</summary>
    [JsonIgnore]
    public ReadOnlySpan<long> BaselineSelfValues => _baselineSelf;

    /// <summary>For each node, the sum of the values of the baseline's samples that end in it or in a descendant.</summary>
    [JsonIgnore]
    public ReadOnlySpan<long> BaselineTotalValues => _baselineTotals;

    /// <summary>
    /// For each node, the sum of the values of the baseline's samples that end in it or in a descendant, in a node that the target does not contain.
    /// The remainder, <c>BaselineTotalValues - ElidedTotalValues</c>, is common to both sides.
    /// </summary>
    [JsonIgnore]
    public ReadOnlySpan<long> ElidedTotalValues => _elidedTotals ??= AddUpElided();

    /// <summary>The maximum absolute value of <see cref="GetTotalDelta"/> of all nodes; 0 if nothing differs.</summary>
    public double MaximumDelta { get; }

    /// <summary>The nodes in order, as a list. Each element is created when it is read.</summary>
    public IReadOnlyList<StackTreeDiffNode> Nodes => _nodes ??= new NodeList(this);

    private double Scale => Normalization is DiffNormalization.Time or DiffNormalization.CpuTime ? NanosecondsPerSecond : 1;

    /// <summary>Returns one node.</summary>
    /// <param name="node">The index of a node, from 0 (the root) to <see cref="Count"/> - 1.</param>
    /// <returns>A copy of the node.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public StackTreeDiffNode this[int node] => new()
    {
        Index = node,
        Parent = Parents[Check(node)],
        Depth = Depths[node],
        Name = GetName(node),
        Kind = GetKind(node),
        Presence = GetPresence(node),
        TargetSelf = _targetSelf[node],
        TargetTotal = _targetTotals[node],
        BaselineSelf = _baselineSelf[node],
        BaselineTotal = _baselineTotals[node],
        SelfDelta = GetSelfDelta(node),
        TotalDelta = GetTotalDelta(node),
        SubtreeEnd = SubtreeEnds[node],
    };

    /// <summary>Compares the samples of a time range with a baseline.</summary>
    /// <param name="samples">The samples of the profile, in and outside of the range.</param>
    /// <param name="target">The range of the target.</param>
    /// <param name="baseline">The baseline, such as <see cref="FlameGraph.Baseline.Rest"/>.</param>
    /// <param name="options">Grouping, weight and direction; <c>null</c> for the defaults. The filter is ignored.</param>
    /// <param name="normalization">The divisor of each side's values.</param>
    /// <returns>The difference.</returns>
    /// <exception cref="ArgumentException"><paramref name="target"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is not defined.</exception>
    /// <exception cref="UntimedProfileException">Values are normalized by time, and a side has samples but no duration.</exception>
    /// <exception cref="InvalidOperationException">
    /// Values are normalized by CPU time, and the periods of a side that has samples are all 0.
    /// </exception>
    public static StackTreeDiff Compare(
        SampleSelection samples,
        TimeRange target,
        Baseline baseline,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(baseline);
        options = WithWeight(options, samples.Profile);
        (SampleSelection targetSamples, SampleSelection baselineSamples) = baseline.Select(samples, target);
        Side targetSide = Side.Of(targetSamples, options), baselineSide = Side.Of(baselineSamples, options);
        // The rest may consist of two parts: its duration is the duration of all samples minus that of the target.
        if (baseline == FlameGraph.Baseline.Rest) baselineSide = baselineSide with { Duration = baselineSide.Duration - targetSide.Duration };
        return new StackTreeDiff(targetSide, baselineSide, normalization);
    }

    /// <summary>Compares two selections.</summary>
    /// <param name="target">The samples of the target.</param>
    /// <param name="baseline">The samples of the baseline. They may be of another profile.</param>
    /// <param name="options">Grouping, weight and direction; <c>null</c> for the defaults. The filter is ignored.</param>
    /// <param name="normalization">The divisor of each side's values.</param>
    /// <returns>The difference.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is not defined.</exception>
    /// <exception cref="UntimedProfileException">Values are normalized by time, and a side has samples but no duration.</exception>
    /// <exception cref="InvalidOperationException">
    /// Values are normalized by CPU time, and the periods of a side that has samples are all 0.
    /// </exception>
    public static StackTreeDiff Compare(
        SampleSelection target,
        SampleSelection baseline,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        options = WithWeight(options, target.Profile);
        return new StackTreeDiff(Side.Of(target, options), Side.Of(baseline, options), normalization);
    }

    /// <summary>Compares two trees.</summary>
    /// <param name="target">The tree of the target.</param>
    /// <param name="baseline">
    /// The tree of the baseline, of any profile. Its grouping, weight and direction must be equal to those of the target.
    /// </param>
    /// <param name="normalization">The divisor of each side's values.</param>
    /// <returns>The difference.</returns>
    /// <exception cref="ArgumentException">
    /// The options of the trees differ, a tree has been returned to its builder, or values are normalized by CPU time and the trees count samples.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is not defined.</exception>
    /// <exception cref="UntimedProfileException">Values are normalized by time, and a side has samples but no duration.</exception>
    /// <exception cref="InvalidOperationException">
    /// Values are normalized by CPU time, and the periods of a side that has samples are all 0.
    /// </exception>
    public static StackTreeDiff Compare(StackTree target, StackTree baseline, DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        return new StackTreeDiff(Side.Of(target), Side.Of(baseline), normalization);
    }

    /// <summary>Returns the name of a node, as <see cref="StackTree.GetName"/>.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public string GetName(int node) => TargetNodes[Check(node)] is >= 0 and var own ? Target.GetName(own) : Baseline.GetName(BaselineNodes[node]);

    /// <summary>Returns the bytes of a node's name, as they were recorded.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The bytes, usually UTF-8.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public ReadOnlySpan<byte> GetNameUtf8(int node) =>
        TargetNodes[Check(node)] is >= 0 and var own ? Target.GetNameUtf8(own) : Baseline.GetNameUtf8(BaselineNodes[node]);

    /// <summary>Returns the kind of code of a node.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The kind; <see cref="FrameKind.Unknown"/> for the root and groups.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public FrameKind GetKind(int node) => TargetNodes[Check(node)] is >= 0 and var own ? Target.Kinds[own] : Baseline.Kinds[BaselineNodes[node]];

    /// <summary>
    /// Returns the sides that contain a node. A side contains a node if one of its samples passes through it, even if the value is 0.
    /// </summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The sides.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public DiffPresence GetPresence(int node) =>
        TargetNodes[Check(node)] < 0 ? DiffPresence.Gone : BaselineNodes[node] < 0 ? DiffPresence.New : DiffPresence.Both;

    /// <summary>Returns the target's self value of a node, normalized: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The normalized value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public double GetTargetSelf(int node) => Normalize(_targetSelf[Check(node)], TargetAmount);

    /// <summary>Returns the target's total of a node, normalized: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The normalized value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public double GetTargetTotal(int node) => Normalize(_targetTotals[Check(node)], TargetAmount);

    /// <summary>Returns the baseline's self value of a node, normalized: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The normalized value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public double GetBaselineSelf(int node) => Normalize(_baselineSelf[Check(node)], BaselineAmount);

    /// <summary>Returns the baseline's total of a node, normalized: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The normalized value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public double GetBaselineTotal(int node) => Normalize(_baselineTotals[Check(node)], BaselineAmount);

    /// <summary>Returns the normalized self value of the target minus that of the baseline.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The difference; negative if the baseline's value is greater.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public double GetSelfDelta(int node) => Delta(_targetSelf[Check(node)], _baselineSelf[node]);

    /// <summary>Returns the normalized total of the target minus that of the baseline.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The difference; negative if the baseline's value is greater.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public double GetTotalDelta(int node) => Delta(_targetTotals[Check(node)], _baselineTotals[node]);

    /// <summary>
    /// Returns Netflix FlameScope's difference of a node: <c>target - baseline * (target's total / baseline's total)</c> of self values, rounded to
    /// the nearest integer, halves to even. It does not depend on <see cref="Normalization"/>.
    /// </summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The difference. If the baseline is empty, it is the target's value.</returns>
    /// <remarks>The computation uses integers, so it is exact.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public long GetFlameScopeDelta(int node)
    {
        Check(node);
        return Baseline.Total == 0
            ? _targetSelf[node]
            : DivideToEven(((Int128)_targetSelf[node] * Baseline.Total) - ((Int128)_baselineSelf[node] * Target.Total), Baseline.Total);
    }

    /// <summary>
    /// Returns Netflix FlameScope's elided value of a node: 0 if the target contains it; otherwise the baseline's self value times
    /// <c>target's total / baseline's total</c>, rounded to the nearest integer, halves to even. It does not depend on <see cref="Normalization"/>.
    /// </summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The elided value. If the baseline is empty, it is 0.</returns>
    /// <remarks>The computation uses integers, so it is exact.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public long GetFlameScopeElided(int node) =>
        Baseline.Total == 0 ? 0 : DivideToEven((Int128)GetElidedSelf(Check(node)) * Target.Total, Baseline.Total);

    /// <summary>Returns a summary: the number of nodes, the samples of both sides, and the maximum delta.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Count} nodes of {Target.SampleCount} samples against {Baseline.SampleCount}, maximum delta {MaximumDelta:0.####}");

    /// <summary>Returns the baseline's self value of a node that the target does not contain; otherwise 0.</summary>
    internal long GetElidedSelf(int node) => TargetNodes[node] < 0 ? _baselineSelf[node] : 0;

    private static long DivideToEven(Int128 over, long under)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(over, under);
        // The quotient is rounded toward zero; the remainder has the sign of the dividend.
        Int128 twice = Int128.Abs(rest) * 2;
        bool roundsAway = twice > under || (twice == under && Int128.IsOddInteger(quotient));
        return (long)(roundsAway ? quotient + Int128.Sign(over) : quotient);
    }

    private static long[] Spread(ReadOnlySpan<long> values, int[] nodes)
    {
        var spread = new long[nodes.Length];
        for (int node = 0; node < spread.Length; node++) spread[node] = nodes[node] < 0 ? 0 : values[nodes[node]];
        return spread;
    }

    // The default weight is that of the target's profile on both sides.
    private static StackTreeOptions WithWeight(StackTreeOptions? options, Profile profile)
    {
        options ??= new StackTreeOptions();
        return options with { Weight = profile.Resolve(options.Weight) };
    }

    private static void Check(StackTree target, StackTree baseline)
    {
        if (target.Count == 0 || baseline.Count == 0) throw new ArgumentException("A tree has been returned to its builder.");
        if (target.Weight != baseline.Weight) throw new ArgumentException($"The weights of the trees differ: {target.Weight} and {baseline.Weight}.");
        if (target.Options.Grouping != baseline.Options.Grouping || target.Options.GroupingLabel != baseline.Options.GroupingLabel || target.Options.Reversed != baseline.Options.Reversed)
        {
            throw new ArgumentException("The options of the trees differ: their grouping and direction must be equal.");
        }
    }

    private double Normalize(long value, long amount) => (double)value / amount * Scale;

    // No product of two longs that are not negative overflows, and neither does the difference of two such products.
    private double Delta(long target, long baseline)
    {
        Int128 over = ((Int128)target * BaselineAmount) - ((Int128)baseline * TargetAmount);
        Int128 under = (Int128)TargetAmount * BaselineAmount;
        return (double)over / (double)under * Scale;
    }

    private long[] AddUpElided()
    {
        var totals = new long[Count];
        for (int node = totals.Length - 1; node >= 0; node--)
        {
            totals[node] += GetElidedSelf(node);
            if (node > 0) totals[Parents[node]] += totals[node];
        }
        return totals;
    }

    private int Check(int node)
    {
        if ((uint)node >= (uint)Count) NodeError.Throw(node, Count);
        return node;
    }

    /// <summary>One side of a comparison.</summary>
    /// <param name="Tree">Its tree.</param>
    /// <param name="Duration">Its duration in nanoseconds.</param>
    /// <param name="Period">The sum of its samples' periods; <c>null</c> if it is not known.</param>
    private readonly record struct Side(StackTree Tree, long Duration, long? Period)
    {
        public static Side Of(StackTree tree) =>
            new(tree, DurationOf(tree.Profile, tree.Range), tree.Weight == SampleWeight.Samples ? null : tree.Total);

        public static Side Of(SampleSelection selection, StackTreeOptions options) =>
            new(StackTree.From(selection, options), DurationOf(selection.Profile, selection.Range), selection.GetTotal(CpuTimeOf(selection.Profile, options.Weight)));

        // The requested value if it is a time, else the first value that is, else the period.
        private static SampleWeight CpuTimeOf(Profile profile, SampleWeight weight)
        {
            weight = profile.Resolve(weight);
            return profile.Weights.Prepend(weight).FirstOrDefault(w => profile.GetUnit(w) == "nanoseconds", SampleWeight.Period);
        }

        // Returns the divisor of the values; 1 for a side whose values are all 0.
        public long AmountFor(DiffNormalization normalization)
        {
            long amount = normalization switch
            {
                DiffNormalization.Total => Tree.Total,
                DiffNormalization.Time => Duration,
                DiffNormalization.CpuTime => Period ?? throw new ArgumentException(
                    "A tree that counts samples has no CPU time. Compare the samples, or trees that count periods.", nameof(normalization)),
                DiffNormalization.None => 1,
                _ => throw new ArgumentOutOfRangeException(nameof(normalization), normalization, "The normalization is not defined."),
            };
            if (amount > 0 || Tree.Total == 0) return Math.Max(amount, 1);
            throw normalization == DiffNormalization.Time
                ? new UntimedProfileException("A side of the comparison has samples but no duration, so there is no rate to compare.")
                : new InvalidOperationException("A side of the comparison has samples, but their periods are all 0: there is no CPU time.");
        }

        // The part of a range from the first to the last sample of a profile, both included.
        private static long DurationOf(Profile profile, TimeRange range) => profile is { FirstTime: { } first, LastTime: { } last }
            ? range.Intersect(new TimeRange(first, last + 1)).Duration
            : 0;
    }

    private sealed class NodeList(StackTreeDiff diff) : IReadOnlyList<StackTreeDiffNode>
    {
        public int Count => diff.Count;

        public StackTreeDiffNode this[int index] => diff[index];

        public IEnumerator<StackTreeDiffNode> GetEnumerator()
        {
            for (int node = 0; node < diff.Count; node++) yield return diff[node];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
