using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// What is different between two trees: the target, which is looked at, and the baseline it is compared with. Columns of equal length, a row a
/// node of either tree.
/// </summary>
/// <remarks>
/// <para>
/// Nodes are the same when their names, byte for byte, and their kinds are the same along the whole path, so the trees may be of different
/// profiles. The order is that of <see cref="StackTree"/>: pre-order, siblings by the bytes of their names, then by kind.
/// </para>
/// <para>
/// Values are kept as they were counted. What makes the sides comparable is <see cref="DiffNormalization"/>; a delta is
/// <c>target / TargetAmount - baseline / BaselineAmount</c>. It is computed as one fraction of integers and rounded once, to the double: equal
/// shares give exactly 0, and with the sides exchanged exactly the opposite number.
/// </para>
/// <para>A difference holds on to its trees: rented ones must not be given back while it is in use. It may be read by many threads at once.</para>
/// </remarks>
/// <example>
/// <code>
/// StackTreeDiff diff = StackTreeDiff.AgainstRest(profile, profile.RangeOfSeconds(3.2, 3.4));
/// foreach (StackTreeDiffNode node in diff.Nodes.OrderByDescending(n => n.SelfDelta).Take(10)) Console.WriteLine(node);
/// </code>
/// </example>
public sealed partial class StackTreeDiff
{
    private readonly TreeUnion _union;
    private readonly long[] _targetSelf;
    private readonly long[] _targetTotals;
    private readonly long[] _baselineSelf;
    private readonly long[] _baselineTotals;
    private long[]? _elidedTotals;
    private StackTreeDiffNodes? _nodes;

    private StackTreeDiff(DiffSide target, DiffSide baseline, DiffNormalization normalization)
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
        for (int node = 0; node < Count; node++) MaximumDelta = Math.Max(MaximumDelta, Math.Abs(GetTotalDelta(node)));
    }

    /// <summary>The tree that is looked at.</summary>
    public StackTree Target { get; }

    /// <summary>The tree that it is compared with.</summary>
    public StackTree Baseline { get; }

    /// <summary>What the values of each side are divided by.</summary>
    public DiffNormalization Normalization { get; }

    /// <summary>What the target's values are divided by: its total, nanoseconds, the sum of its periods, or 1. Never 0.</summary>
    public long TargetAmount { get; }

    /// <summary>What the baseline's values are divided by: its total, nanoseconds, the sum of its periods, or 1. Never 0.</summary>
    public long BaselineAmount { get; }

    /// <summary>What a sample counts on both sides.</summary>
    public SampleWeight Weight => Target.Weight;

    /// <summary>The number of nodes, the root included.</summary>
    public int Count => _union.Count;

    /// <summary>For each node its parent, which always has a lower index; -1 for the root.</summary>
    public ReadOnlySpan<int> Parents => _union.Parents;

    /// <summary>For each node the number of its ancestors.</summary>
    public ReadOnlySpan<int> Depths => _union.Depths;

    /// <summary>For each node the index after the last node below it.</summary>
    public ReadOnlySpan<int> SubtreeEnds => _union.SubtreeEnds;

    /// <summary>For each node its place in <see cref="Target"/>; -1 where that lacks it.</summary>
    public ReadOnlySpan<int> TargetNodes => _union.NodesA;

    /// <summary>For each node its place in <see cref="Baseline"/>; -1 where that lacks it.</summary>
    public ReadOnlySpan<int> BaselineNodes => _union.NodesB;

    /// <summary>For each node what the target's samples that end in it count.</summary>
    public ReadOnlySpan<long> TargetSelfValues => _targetSelf;

    /// <summary>For each node what the target's samples that end in it or below it count.</summary>
    public ReadOnlySpan<long> TargetTotalValues => _targetTotals;

    /// <summary>For each node what the baseline's samples that end in it count.</summary>
    public ReadOnlySpan<long> BaselineSelfValues => _baselineSelf;

    /// <summary>For each node what the baseline's samples that end in it or below it count.</summary>
    public ReadOnlySpan<long> BaselineTotalValues => _baselineTotals;

    /// <summary>The greatest <see cref="GetTotalDelta"/> of any node, whatever its sign; 0 when nothing differs.</summary>
    public double MaximumDelta { get; }

    /// <summary>All nodes in order, as a list for those who do not read columns. Each is made when it is asked for.</summary>
    public IReadOnlyList<StackTreeDiffNode> Nodes => _nodes ??= new StackTreeDiffNodes(this);

    /// <summary>One node.</summary>
    /// <param name="node">From 0, the root, to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public StackTreeDiffNode this[int node] => new(
        node,
        Parents[node],
        Depths[node],
        GetName(node),
        GetKind(node),
        GetPresence(node),
        _targetSelf[node],
        _targetTotals[node],
        _baselineSelf[node],
        _baselineTotals[node],
        GetSelfDelta(node),
        GetTotalDelta(node),
        SubtreeEnds[node]);

    /// <summary>The name of a node, as <see cref="StackTree.GetName"/>.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public string GetName(int node) => TargetNodes[node] is >= 0 and var own ? Target.GetName(own) : Baseline.GetName(BaselineNodes[node]);

    /// <summary>The bytes of a node's name, as they were recorded.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public ReadOnlySpan<byte> GetNameUtf8(int node) =>
        TargetNodes[node] is >= 0 and var own ? Target.GetNameUtf8(own) : Baseline.GetNameUtf8(BaselineNodes[node]);

    /// <summary>What sort of code a node is; <see cref="FrameKind.Unknown"/> for the root and groups too.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public FrameKind GetKind(int node) => TargetNodes[node] is >= 0 and var own ? Target.Kinds[own] : Baseline.Kinds[BaselineNodes[node]];

    /// <summary>On which sides a node is. A node is on a side when a sample of it passes through, even if that counts 0.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public DiffPresence GetPresence(int node) =>
        TargetNodes[node] < 0 ? DiffPresence.Gone : BaselineNodes[node] < 0 ? DiffPresence.New : DiffPresence.Both;

    /// <summary>The place of a node in <see cref="Target"/>; -1 where that lacks it.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public int GetTargetNode(int node) => TargetNodes[node];

    /// <summary>The place of a node in <see cref="Baseline"/>; -1 where that lacks it.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public int GetBaselineNode(int node) => BaselineNodes[node];

    private static long[] Spread(ReadOnlySpan<long> values, int[] nodes)
    {
        var spread = new long[nodes.Length];
        for (int node = 0; node < spread.Length; node++) spread[node] = nodes[node] < 0 ? 0 : values[nodes[node]];
        return spread;
    }

    private static void Check(StackTree target, StackTree baseline)
    {
        if (target.Count == 0 || baseline.Count == 0) throw new ArgumentException("The tree has been returned to its builder and holds nothing.");
        if (target.Weight != baseline.Weight) throw new ArgumentException("The trees count differently: one samples, the other periods.");
        if (target.Options.Grouping != baseline.Options.Grouping || target.Options.Reversed != baseline.Options.Reversed)
            throw new ArgumentException("The trees are made differently: their grouping and direction must be the same.");
    }
}
