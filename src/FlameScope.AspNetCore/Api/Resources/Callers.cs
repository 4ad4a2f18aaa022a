using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The callers and callees of a function over all its occurrences.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Self">The value of the samples that end in the function.</param>
/// <param name="Total">The value of the samples with the function on their stack.</param>
/// <param name="CallerCount">The number of callers, including those that are not listed.</param>
/// <param name="CalleeCount">The number of callees, including those that are not listed.</param>
/// <param name="Callers">The callers in descending order of the value of the samples in which they call the function directly.</param>
/// <param name="Callees">The callees in descending order of the value of the samples in which the function calls them directly.</param>
internal sealed record CallersBody(string Version, long Self, long Total, int CallerCount, int CalleeCount, NeighborBody[] Callers, NeighborBody[] Callees);

/// <summary>A caller or callee.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Total">The value of the samples with the call; each is counted once.</param>
internal sealed record NeighborBody(string Name, int Kind, long Total);

/// <summary>Finds the callers and callees of a function.</summary>
internal sealed class CallersAnswer(QueryParameters query) : ProfileAnswer
{
    private const int MaximumRows = 100;

    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly string _function = query.Required("function");
    private readonly FrameKind _kind = (FrameKind)query.Integer("kind", 0, (int)FrameKind.Other, 0);

    public override ProfileQuery? Query => _query;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        StackTree tree = profile.GetTree(_query.Select(profile), new StackTreeOptions { Grouping = StackGrouping.None, Weight = _query.WeightOf(profile) });
        var callers = new NeighborRows(tree);
        var callees = new NeighborRows(tree);
        bool[] isFunction = FindFunction(tree);
        long self = 0, total = 0;
        int end = 0;
        for (int node = 1; node < tree.Count; node++)
        {
            int parent = tree.Parents[node];
            if (isFunction[parent]) callees.Add(node, node);
            if (!isFunction[node]) continue;
            self += tree.SelfValues[node];
            if (tree.Frames[parent].Value >= 0) callers.Add(parent, node);
            // The samples of an occurrence within another one are counted already.
            if (node < end) continue;
            total += tree.TotalValues[node];
            end = tree.SubtreeEnds[node];
        }
        return Reply.OfJson(
            new CallersBody(profile.File.Version, self, total, callers.Count, callees.Count, callers.Top(MaximumRows), callees.Top(MaximumRows)),
            ApiJson.Default.CallersBody);
    }

    private bool[] FindFunction(StackTree tree)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(_function);
        var found = new bool[tree.Count];
        for (int node = 1; node < found.Length; node++)
        {
            // Bytes that are not UTF-8 become U+FFFD in names, so names are compared as text where the bytes differ.
            found[node] = tree.Kinds[node] == _kind && (tree.GetNameUtf8(node).SequenceEqual(name) || (_function.Contains('\uFFFD') && tree.GetName(node) == _function));
        }
        return found;
    }

    /// <summary>The rows of callers or callees.</summary>
    private sealed class NeighborRows(StackTree tree)
    {
        private readonly Dictionary<(string Name, FrameKind Kind), Row> _rows = [];

        public int Count => _rows.Count;

        // The node from which a sample is counted once per row: nodes are in pre-order.
        public void Add(int neighbor, int node)
        {
            (string, FrameKind) key = (tree.GetName(neighbor), tree.Kinds[neighbor]);
            if (!_rows.TryGetValue(key, out Row? row)) _rows.Add(key, row = new Row());
            if (node < row.End) return;
            row.Total += tree.TotalValues[node];
            row.End = tree.SubtreeEnds[node];
        }

        public NeighborBody[] Top(int count) =>
        [
            .. _rows.OrderByDescending(row => row.Value.Total).ThenBy(row => row.Key.Name, StringComparer.Ordinal).ThenBy(row => row.Key.Kind).Take(count)
                .Select(row => new NeighborBody(row.Key.Name, (int)row.Key.Kind, row.Value.Total)),
        ];

        private sealed class Row
        {
            public long Total { get; set; }

            public int End { get; set; }
        }
    }
}
