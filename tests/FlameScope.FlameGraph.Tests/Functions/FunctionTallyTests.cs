using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

/// <summary>Tallies are compared with a count over the paths of all nodes.</summary>
public sealed class FunctionTallyTests
{
    [Fact]
    public void Self_and_total_values_are_the_sums_of_the_nodes_of_a_function() => Check((tree, numbers, tally, nodes) =>
    {
        bool isReversed = tree.Options.Reversed;
        for (int function = 0; function < numbers.Count; function++)
        {
            long self = nodes.Where(n => (isReversed ? n.Functions.FirstOrDefault(f => f >= 0, -1) : n.Functions[^1]) == function).Sum(n => n.Self);
            Assert.Equal(self, tally.SelfOf(function));
            Assert.Equal(nodes.Where(n => n.Functions.Contains(function)).Sum(n => n.Self), tally.TotalOf(function));
            Assert.Equal(tree.Depths[nodes.Single(n => n.IsFirstOf(function)).Node], tally.DepthOf(function));
        }
        Assert.Equal(tree.Total, tally.Sum);
        Assert.Equal((0, 0, 0), (tally.SelfOf(numbers.Count), tally.TotalOf(numbers.Count), tally.DepthOf(numbers.Count)));
    });

    [Fact]
    public void Extracting_a_function_moves_exactly_the_samples_that_contain_it() => Check((tree, numbers, tally, nodes) =>
    {
        for (int function = 0; function < numbers.Count; function++)
        {
            FunctionTally rest = tally.Copy(), removed = rest.Extract(function);
            PathNode[] with = [.. nodes.Where(n => n.Functions.Contains(function))], without = [.. nodes.Except(with)];
            // Samples without a stack end in the root.
            Assert.Equal((with.Sum(n => n.Self), tree.SelfValues[0] + without.Sum(n => n.Self)), (removed.Sum, rest.Sum));
            for (int other = 0; other < numbers.Count; other++)
            {
                Assert.Equal(with.Where(n => n.Functions.Contains(other)).Sum(n => n.Self), removed.TotalOf(other));
                Assert.Equal(without.Where(n => n.Functions.Contains(other)).Sum(n => n.Self), rest.TotalOf(other));
            }
            Assert.Empty(rest.PathTo(function));
            Assert.Equal(tally.PathTo(function), removed.PathTo(function));
            Assert.Equal(0, rest.Extract(function).Sum);
        }
        Assert.Equal(tree.Total, tally.Sum);
    });

    [Fact]
    public void The_path_to_a_function_is_that_of_its_largest_node() => Check((tree, numbers, tally, nodes) =>
    {
        for (int function = 0; function < numbers.Count; function++)
        {
            long largest = nodes.Where(n => n.Functions[^1] == function).Max(n => tree.TotalValues[n.Node]);
            string[] expected = largest == 0
                ? []
                : tree.GetPath(nodes.First(n => n.Functions[^1] == function && tree.TotalValues[n.Node] == largest).Node);
            Assert.Equal(expected, tally.PathTo(function));
        }
    });

    [Fact]
    public void The_tally_of_a_subtree_counts_only_the_functions_below_its_root() => Prop.ForAll(Cases.All, c =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(c.Samples), c.Range, c.Options with { Reversed = false });
        for (int root = 1; root < tree.Count; root++)
        {
            var numbers = new FunctionNumbers();
            int[] all = numbers.Of(tree, 0);
            var tally = new FunctionTally(tree, numbers, root);
            PathNode[] nodes = [.. NodesOf(tree, all).Where(n => n.Node >= root && n.Node < tree.SubtreeEnds[root])];
            Assert.Equal(tree.TotalValues[root], tally.Sum);
            int depth = tree.Depths[root];
            for (int function = 0; function < numbers.Count; function++)
            {
                Assert.Equal(nodes.Where(n => n.Functions.Length > depth && n.Functions[^1] == function).Sum(n => n.Self), tally.SelfOf(function));
                Assert.Equal(nodes.Where(n => n.Functions.Skip(depth).Contains(function)).Sum(n => n.Self), tally.TotalOf(function));
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Functions_are_compared_by_the_bytes_of_their_names_and_then_by_kind()
    {
        var builder = new ProfileBuilder();
        StackId stack = StackId.Empty;
        foreach ((string name, FrameKind kind) in ((string, FrameKind)[])[("b", FrameKind.User), ("a", FrameKind.Kernel), ("a", FrameKind.User), ("aé", FrameKind.User)])
        {
            stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, kind));
        }
        builder.AddSample(1, stack, builder.AddThread(1, 1, "t"), null, builder.AddEvent("cycles"));
        var numbers = new FunctionNumbers();
        numbers.Of(StackTree.From(builder.Build()), 0);
        int[] order = [.. Enumerable.Range(0, numbers.Count).Order(Comparer<int>.Create(numbers.Compare))];
        FrameKind[] kinds = FrameKind.User < FrameKind.Kernel ? [FrameKind.User, FrameKind.Kernel] : [FrameKind.Kernel, FrameKind.User];
        Assert.Equal(["a", "a", "aé", "b"], order.Select(numbers.GetName));
        Assert.Equal([.. kinds, FrameKind.User, FrameKind.User], order.Select(numbers.GetKind));
        Assert.Equal(0, numbers.Compare(order[0], order[0]));
    }

    private static void Check(Action<StackTree, FunctionNumbers, FunctionTally, PathNode[]> check) => Prop.ForAll(Cases.All, c =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(c.Samples), c.Range, c.Options);
        var numbers = new FunctionNumbers();
        var tally = new FunctionTally(tree, numbers);
        check(tree, numbers, tally, NodesOf(tree, numbers.Of(tree, 0)));
    }).QuickCheckThrowOnFailure();

    // All nodes but the root, with the functions of their paths; -1 for a group.
    private static PathNode[] NodesOf(StackTree tree, int[] functions)
    {
        var seen = new HashSet<int>();
        var nodes = new List<PathNode>();
        for (int node = 1; node < tree.Count; node++)
        {
            var path = new List<int>();
            for (int above = node; above > 0; above = tree.Parents[above]) path.Insert(0, functions[above]);
            nodes.Add(new PathNode(node, [.. path], tree.SelfValues[node], functions[node] >= 0 && seen.Add(functions[node])));
        }
        return [.. nodes];
    }

    private sealed record PathNode(int Node, int[] Functions, long Self, bool IsFirst)
    {
        public bool IsFirstOf(int function) => IsFirst && Functions[^1] == function;
    }
}
