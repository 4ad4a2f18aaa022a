using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>A flame graph: columns with one entry per node, in pre-order.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Count">The number of nodes.</param>
/// <param name="FullCount">The number of nodes before pruning.</param>
/// <param name="PrunedCount">The number of nodes that were pruned.</param>
/// <param name="PrunedTotal">The sum of the self values of the nodes that were pruned.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="Omitted">The number of further samples, of the rarest stacks, which a store leaves out where a range has too many; 0 for a file.</param>
/// <param name="Total">The sum of the values of all samples.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Grouping">The groups at the first level.</param>
/// <param name="Reversed">Indicates whether stacks start at the leaf.</param>
/// <param name="Minimum">The minimum share of a node.</param>
/// <param name="Names">The distinct names.</param>
/// <param name="Modules">The distinct modules; empty for none.</param>
/// <param name="Ids">For each node, its index before pruning.</param>
/// <param name="Depths">For each node, the number of its ancestors.</param>
/// <param name="Name">For each node, the index of its name.</param>
/// <param name="Kind">For each node, its kind; -1 for the root and groups.</param>
/// <param name="Module">For each node, the index of its module.</param>
/// <param name="Totals">For each node, its value with its descendants.</param>
/// <param name="Self">For each node, its own value.</param>
internal sealed record FlameGraphBody(
    string Version,
    int Count,
    int FullCount,
    int PrunedCount,
    long PrunedTotal,
    long Samples,
    long Omitted,
    long Total,
    string Unit,
    string Grouping,
    bool Reversed,
    double Minimum,
    string[] Names,
    string[] Modules,
    int[] Ids,
    int[] Depths,
    int[] Name,
    int[] Kind,
    int[] Module,
    long[] Totals,
    long[] Self);

/// <summary>Makes flame graphs.</summary>
internal sealed class FlameGraphAnswer(QueryParameters query) : ProfileAnswer
{
    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly GroupingQuery _grouping = GroupingQuery.Read(query);
    private readonly NodeFilter _filter = new(query);

    public override ProfileQuery? Query => _query;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        SampleSelection samples = _query.Select(profile);
        SampleWeight weight = _query.WeightOf(profile);
        StackTree tree = profile.GetTree(samples, _grouping.Of(weight));
        cancellationToken.ThrowIfCancellationRequested();
        List<int> nodes = _filter.Choose(tree.SubtreeEnds, tree.TotalValues, []);
        var columns = new NodeColumns(nodes.Count);
        var depths = new int[nodes.Count];
        var totals = new long[nodes.Count];
        var self = new long[nodes.Count];
        long kept = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            int node = nodes[i];
            columns.Add(tree.GetName(node), tree.Kinds[node], tree.Frames[node], tree.Profile);
            depths[i] = tree.Depths[node];
            totals[i] = tree.TotalValues[node];
            kept += self[i] = tree.SelfValues[node];
        }
        return Reply.OfJson(
            new FlameGraphBody(
                profile.File.Version,
                nodes.Count,
                tree.Count,
                tree.Count - nodes.Count,
                tree.Total - kept,
                samples.GetTotal(SampleWeight.Samples),
                profile.OmittedSamples,
                tree.Total,
                samples.GetUnit(weight),
                _grouping.Name,
                _grouping.Reversed,
                _filter.Minimum,
                columns.Names,
                columns.Modules,
                [.. nodes],
                depths,
                columns.NameOfNode,
                columns.KindOfNode,
                columns.ModuleOfNode,
                totals,
                self),
            ApiJson.Default.FlameGraphBody);
    }
}
