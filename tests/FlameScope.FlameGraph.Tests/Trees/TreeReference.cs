using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;

namespace FlameScope.FlameGraph.Tests;

/// <summary>The values of a node.</summary>
public sealed record PlainNode(string Path, int Depth, FrameKind Kind, long Self, long Total);

/// <summary>A reference implementation of the tree: a sorted dictionary of paths.</summary>
internal static class TreeReference
{
    private sealed record Step(string Name, FrameKind Kind);

    private sealed class Values
    {
        public long Self { get; set; }

        public long Total { get; set; }
    }

    public static List<PlainNode> Of(IEnumerable<SampleSpec> samples, StackTreeOptions options)
    {
        var nodes = new Dictionary<string, (Step[] Path, Values Values)> { [""] = ([], new Values()) };
        foreach (SampleSpec sample in samples)
        {
            long weight = options.Weight == SampleWeight.Period ? sample.Period : 1;
            Step[] path = PathOf(sample, options);
            for (int length = 0; length <= path.Length; length++)
            {
                string key = KeyOf(path[..length]);
                if (!nodes.TryGetValue(key, out var node)) nodes.Add(key, node = (path[..length], new Values()));
                node.Values.Total += weight;
                if (length == path.Length) node.Values.Self += weight;
            }
        }
        return nodes
            .OrderBy(n => n.Value.Path, Comparer<Step[]>.Create(Compare))
            .Select(n => new PlainNode(n.Key, n.Value.Path.Length, KindOf(n.Value.Path), n.Value.Values.Self, n.Value.Values.Total))
            .ToList();
    }

    public static List<PlainNode> Of(StackTree tree)
    {
        var keys = new string[tree.Count];
        var nodes = new List<PlainNode>();
        foreach (StackTreeNode node in tree.Nodes)
        {
            keys[node.Index] = node.Index == 0 ? "" : keys[node.Parent] + KeyOf([new Step(node.Name, node.Kind)]);
            nodes.Add(new PlainNode(keys[node.Index], node.Depth, node.Kind, node.Self, node.Total));
        }
        return nodes;
    }

    public static bool IsIdle(SampleSpec sample) => ProfileSpec.IsIdle(sample);

    public static IEnumerable<SampleSpec> Selected(IEnumerable<SampleSpec> samples, TimeRange range, bool idle) =>
        samples.Where(s => (idle || !IsIdle(s)) && (range == TimeRange.All || (s.Time is { } time && range.Contains(time))));

    private static Step[] PathOf(SampleSpec sample, StackTreeOptions options)
    {
        IEnumerable<Step> frames = sample.Frames.Select(f => new Step(f, ProfileSpec.KindOf(f)));
        if (options.Reversed) frames = frames.Reverse();
        string? group = options.Grouping switch
        {
            StackGrouping.ThreadName => sample.Comm,
            StackGrouping.Process => $"{sample.Comm}-{sample.Pid}",
            StackGrouping.Thread => $"{sample.Comm}-{sample.Pid}/{sample.Tid}",
            _ => null,
        };
        return group is null ? [.. frames] : [new Step(group, FrameKind.Unknown), .. frames];
    }

    private static FrameKind KindOf(Step[] path) => path.Length == 0 ? FrameKind.Unknown : path[^1].Kind;

    private static string KeyOf(Step[] path) => string.Concat(path.Select(s => $"|{s.Name}:{s.Kind}"));

    private static int Compare(Step[] a, Step[] b)
    {
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            int order = Encoding.UTF8.GetBytes(a[i].Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b[i].Name));
            if (order == 0) order = a[i].Kind.CompareTo(b[i].Kind);
            if (order != 0) return order;
        }
        return a.Length.CompareTo(b.Length);
    }
}
