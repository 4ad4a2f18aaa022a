using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The difference of two selections: columns with one entry per node of either side, in pre-order.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="BaselineVersion">The version of the file of the baseline.</param>
/// <param name="Count">The number of nodes.</param>
/// <param name="FullCount">The number of nodes before pruning.</param>
/// <param name="PrunedCount">The number of nodes that were pruned.</param>
/// <param name="PrunedTotal">The sum of the target's self values of the nodes that were pruned.</param>
/// <param name="PrunedBaselineTotal">The sum of the baseline's self values of the nodes that were pruned.</param>
/// <param name="Samples">The number of samples of the target.</param>
/// <param name="BaselineSamples">The number of samples of the baseline.</param>
/// <param name="Omitted">The number of further samples of both sides, of the rarest stacks, which a store leaves out where a range has too many; 0 for files.</param>
/// <param name="TargetTotal">The sum of the values of the target.</param>
/// <param name="BaselineTotal">The sum of the values of the baseline.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Grouping">The groups at the first level.</param>
/// <param name="Reversed">Indicates whether stacks start at the leaf.</param>
/// <param name="Minimum">The minimum share of a node.</param>
/// <param name="Normalization">The divisor of the values of each side: <c>total</c>, <c>time</c>, <c>cpuTime</c> or <c>none</c>.</param>
/// <param name="Error">Why the sides were compared as counted instead of as requested; <c>null</c> if they were not.</param>
/// <param name="TargetAmount">What the values of the target are divided by.</param>
/// <param name="BaselineAmount">What the values of the baseline are divided by.</param>
/// <param name="Scale">The factor of normalized values, <c>value / amount * scale</c>: the nanoseconds of a second for <c>time</c> and <c>cpuTime</c>, otherwise 1.</param>
/// <param name="MaximumDelta">The largest absolute difference of the totals of a node.</param>
/// <param name="Names">The distinct names.</param>
/// <param name="Modules">The distinct modules; empty for none.</param>
/// <param name="Ids">For each node, its index before pruning.</param>
/// <param name="Depths">For each node, the number of its ancestors.</param>
/// <param name="Name">For each node, the index of its name.</param>
/// <param name="Kind">For each node, its kind; -1 for the root and groups.</param>
/// <param name="Module">For each node, the index of its module.</param>
/// <param name="Presence">For each node, 0 if it is on both sides, 1 if only on the target's, 2 if only on the baseline's.</param>
/// <param name="TargetTotals">For each node, the value of the target with descendants.</param>
/// <param name="TargetSelf">For each node, the own value of the target.</param>
/// <param name="BaselineTotals">For each node, the value of the baseline with descendants.</param>
/// <param name="BaselineSelf">For each node, the own value of the baseline.</param>
/// <param name="Elided">For each node, the value of the baseline's nodes at and below it that the target lacks.</param>
internal sealed record DiffBody(
    string Version,
    string BaselineVersion,
    int Count,
    int FullCount,
    int PrunedCount,
    long PrunedTotal,
    long PrunedBaselineTotal,
    long Samples,
    long BaselineSamples,
    long Omitted,
    long TargetTotal,
    long BaselineTotal,
    string Unit,
    string Grouping,
    bool Reversed,
    double Minimum,
    string Normalization,
    string? Error,
    long TargetAmount,
    long BaselineAmount,
    double Scale,
    double MaximumDelta,
    string[] Names,
    string[] Modules,
    int[] Ids,
    int[] Depths,
    int[] Name,
    int[] Kind,
    int[] Module,
    int[] Presence,
    long[] TargetTotals,
    long[] TargetSelf,
    long[] BaselineTotals,
    long[] BaselineSelf,
    long[] Elided);

/// <summary>Compares two selections.</summary>
internal sealed class DiffAnswer(QueryParameters query) : ProfileAnswer
{
    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly BaselineQuery _baseline = BaselineQuery.ReadRequired(query);
    private readonly GroupingQuery _grouping = GroupingQuery.Read(query);
    private readonly NodeFilter _filter = new(query);

    public override ProfileQuery? Query => _query;

    public override BaselineQuery? Baseline => _baseline;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        ComparedSides sides = _baseline.Select(_query, profile, baseline);
        SampleWeight weight = BaselineQuery.WeightOf(_query, profile, baseline);
        StackTree target = sides.TargetProfile.GetTree(sides.Target, _grouping.Of(weight));
        StackTree other = sides.BaselineProfile.GetTree(sides.Baseline, _grouping.Of(weight));
        cancellationToken.ThrowIfCancellationRequested();
        (StackTreeDiff diff, string normalization, string? error) = Comparison.Compare(target, other, _baseline.Normalization);
        cancellationToken.ThrowIfCancellationRequested();
        List<int> nodes = _filter.Choose(diff.SubtreeEnds, diff.TargetTotalValues, diff.BaselineTotalValues);
        int count = nodes.Count;
        var columns = new NodeColumns(count);
        var presence = new int[count];
        for (int i = 0; i < count; i++)
        {
            int node = nodes[i], ofTarget = diff.TargetNodes[node];
            (StackTree tree, int own) = ofTarget >= 0 ? (target, ofTarget) : (other, diff.BaselineNodes[node]);
            columns.Add(diff.GetName(node), diff.GetKind(node), tree.Frames[own], tree.Profile);
            presence[i] = (int)diff.GetPresence(node);
        }
        long[] targetSelf = Pick(nodes, diff.TargetSelfValues), baselineSelf = Pick(nodes, diff.BaselineSelfValues);
        return Reply.OfJson(
            new DiffBody(
                sides.TargetProfile.File.Version,
                sides.BaselineProfile.File.Version,
                count,
                diff.Count,
                diff.Count - count,
                target.Total - targetSelf.Sum(),
                other.Total - baselineSelf.Sum(),
                sides.Target.GetTotal(SampleWeight.Samples),
                sides.Baseline.GetTotal(SampleWeight.Samples),
                profile.OmittedSamples + (baseline == profile ? 0 : baseline.OmittedSamples),
                target.Total,
                other.Total,
                sides.Target.GetUnit(weight),
                _grouping.Name,
                _grouping.Reversed,
                _filter.Minimum,
                normalization,
                error,
                diff.TargetAmount,
                diff.BaselineAmount,
                diff.Normalization is DiffNormalization.Time or DiffNormalization.CpuTime ? TimeRange.NanosecondsPerSecond : 1,
                diff.MaximumDelta,
                columns.Names,
                columns.Modules,
                [.. nodes],
                Pick(nodes, diff.Depths),
                columns.NameOfNode,
                columns.KindOfNode,
                columns.ModuleOfNode,
                presence,
                Pick(nodes, diff.TargetTotalValues),
                targetSelf,
                Pick(nodes, diff.BaselineTotalValues),
                baselineSelf,
                Pick(nodes, diff.ElidedTotalValues)),
            ApiJson.Default.DiffBody);
    }

    private static T[] Pick<T>(List<int> nodes, ReadOnlySpan<T> values)
    {
        var picked = new T[nodes.Count];
        for (int i = 0; i < picked.Length; i++) picked[i] = values[nodes[i]];
        return picked;
    }
}

/// <summary>Compares trees, and as counted where the requested normalization does not apply.</summary>
internal static class Comparison
{
    public static (StackTreeDiff Diff, string Normalization, string? Error) Compare(StackTree target, StackTree baseline, string normalization)
    {
        try
        {
            return (StackTreeDiff.Compare(target, baseline, Of(normalization)), normalization, null);
        }
        catch (Exception fault) when (fault is Model.UntimedProfileException or InvalidOperationException)
        {
            return (StackTreeDiff.Compare(target, baseline, DiffNormalization.None), "none", fault.Message);
        }
    }

    private static DiffNormalization Of(string normalization) => normalization switch
    {
        "time" => DiffNormalization.Time,
        "cpuTime" => DiffNormalization.CpuTime,
        "none" => DiffNormalization.None,
        _ => DiffNormalization.Total,
    };
}
