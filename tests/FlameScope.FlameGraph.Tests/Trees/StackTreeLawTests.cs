using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class StackTreeLawTests
{
    [Fact]
    public void A_tree_equals_a_dictionary_of_paths() => Check(c =>
    {
        List<PlainNode> expected = TreeReference.Of(TreeReference.Selected(c.Samples, c.Range, c.IncludesIdle), c.Options);
        return TreeReference.Of(StackTree.From(ProfileSpec.Build(c.Samples), c.Range, c.Options)).SequenceEqual(expected);
    });

    [Fact]
    public void All_ways_to_make_a_tree_give_the_same_tree() => Check(c =>
    {
        Profile profile = ProfileSpec.Build(c.Samples);
        SampleSelection selection = profile.Select(c.Options.Filter).Within(c.Range);
        List<PlainNode> expected = TreeReference.Of(StackTree.From(selection, c.Options));
        var builder = new StackTreeBuilder(profile, c.Options);
        builder.Rent(TimeRange.All).Dispose();
        return TreeReference.Of(StackTree.From(profile, c.Range, c.Options)).SequenceEqual(expected)
            && TreeReference.Of(builder.Build(c.Range)).SequenceEqual(expected)
            && TreeReference.Of(builder.Build(selection)).SequenceEqual(expected)
            && TreeReference.Of(builder.Rent(c.Range).Tree).SequenceEqual(expected)
            && TreeReference.Of(builder.Rent(selection).Tree).SequenceEqual(expected);
    });

    // The builder is prepared for its own filter. Other selections must be correct, too.
    [Fact]
    public void A_builder_makes_the_tree_of_any_selection() => Check(c =>
    {
        Profile profile = ProfileSpec.Build(c.Samples);
        var builder = new StackTreeBuilder(profile, c.Options);
        SampleFilter[] filters =
        [
            SampleFilter.All, SampleFilter.Default, new() { Comm = "java" }, new() { Tid = 2, IncludeIdle = true }, new() { Match = "run" },
        ];
        return filters.All(filter =>
        {
            SampleSelection selection = profile.Select(filter).Within(c.Range);
            using RentedStackTree rented = builder.Rent(selection);
            return TreeReference.Of(rented.Tree).SequenceEqual(TreeReference.Of(StackTree.From(selection, c.Options)))
                && rented.Tree.SampleCount == selection.Count && rented.Tree.Total == selection.GetTotal(c.Options.Weight);
        });
    });

    [Fact]
    public void Trees_of_a_partition_add_up_to_the_tree_of_all_samples() => Check(c =>
    {
        var builder = new StackTreeBuilder(ProfileSpec.Build(c.Samples), c.Options);
        // Samples without a time are in the first part, which has the start of TimeRange.All.
        long[] cuts = [TimeRange.All.Start, c.Range.Start, c.Range.End, TimeRange.All.End];
        Array.Sort(cuts);
        var sums = new Dictionary<string, (long Self, long Total)>();
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            foreach (PlainNode node in TreeReference.Of(builder.Build(new TimeRange(cuts[i], cuts[i + 1]))))
            {
                (long self, long total) = sums.GetValueOrDefault(node.Path);
                sums[node.Path] = (self + node.Self, total + node.Total);
            }
        }
        List<PlainNode> whole = TreeReference.Of(builder.Build(TimeRange.All));
        return whole.Count == sums.Count && whole.All(n => sums[n.Path] == (n.Self, n.Total));
    });

    [Fact]
    public void Values_add_up() => Check(c =>
    {
        Profile profile = ProfileSpec.Build(c.Samples);
        SampleSelection selection = profile.Select(c.Options.Filter).Within(c.Range);
        StackTree tree = StackTree.From(profile, c.Range, c.Options);
        long[] sums = tree.SelfValues.ToArray();
        for (int node = 1; node < tree.Count; node++) sums[tree.Parents[node]] += tree.TotalValues[node];
        return sums.AsSpan().SequenceEqual(tree.TotalValues)
            && tree.SelfValues.ToArray().Sum() == tree.Total
            && tree.Total == selection.GetTotal(c.Options.Weight)
            && tree.SampleCount == selection.Count
            && tree.Range == selection.Range;
    });

    [Fact]
    public void Columns_describe_one_tree_in_canonical_order() => Check(c =>
    {
        StackTree tree = new StackTreeBuilder(ProfileSpec.Build(c.Samples), c.Options).Rent(c.Range).Tree;
        if (tree.Parents[0] != -1 || tree.Depths[0] != 0 || tree.SubtreeEnds[0] != tree.Count) return false;
        for (int node = 1; node < tree.Count; node++)
        {
            int parent = tree.Parents[node];
            if (parent < 0 || parent >= node || tree.Depths[node] != tree.Depths[parent] + 1) return false;
            if (tree.SubtreeEnds[node] <= node || tree.SubtreeEnds[node] > tree.SubtreeEnds[parent]) return false;
            // The node after a subtree is the next sibling, or not a child of the same parent.
            int next = tree.SubtreeEnds[node];
            if (next >= tree.SubtreeEnds[parent]) continue;
            if (tree.Parents[next] != parent) return false;
            int order = tree.GetNameUtf8(node).SequenceCompareTo(tree.GetNameUtf8(next));
            if (order > 0 || (order == 0 && tree.Kinds[node] >= tree.Kinds[next])) return false;
        }
        return true;
    });

    [Fact]
    public void The_frame_of_a_node_has_its_name_and_kind() => Check(c =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(c.Samples), c.Range, c.Options);
        int groupDepth = c.Options.Grouping == StackGrouping.None ? 0 : 1;
        return tree.Nodes.All(n => n.Depth <= groupDepth
            ? n.Frame.Value == -1 && n.Kind == FrameKind.Unknown
            : tree.Profile.GetFrameName(n.Frame) == n.Name && tree.Profile.Frames[n.Frame].Kind == n.Kind);
    });

    [Fact]
    public void Reversing_stacks_keeps_the_totals() => Check(c =>
    {
        Profile profile = ProfileSpec.Build(c.Samples);
        StackTree tree = StackTree.From(profile, c.Range, c.Options);
        StackTree other = StackTree.From(profile, c.Range, c.Options with { Reversed = !c.Options.Reversed });
        return tree.Total == other.Total && tree.SampleCount == other.SampleCount;
    });

    [Fact]
    public void A_path_finds_its_node() => Check(c =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(c.Samples), c.Range, c.Options);
        return Enumerable.Range(0, tree.Count).All(node => tree.Find(tree.GetPath(node)) == node) && tree.Find(["no such", "path"]) == -1;
    });

    [Fact]
    public void The_function_table_equals_a_count_per_sample() => Check(c =>
    {
        var expected = new Dictionary<(string, FrameKind), (long Self, long Total)>();
        foreach (SampleSpec sample in TreeReference.Selected(c.Samples, c.Range, c.IncludesIdle))
        {
            long weight = c.Options.Weight == SampleWeight.Period ? sample.Period : 1;
            foreach (string name in sample.Frames.Distinct())
            {
                (long self, long total) = expected.GetValueOrDefault((name, ProfileSpec.KindOf(name)));
                expected[(name, ProfileSpec.KindOf(name))] = (self + (sample.Frames[^1] == name ? weight : 0), total + weight);
            }
        }
        StackTree tree = StackTree.From(ProfileSpec.Build(c.Samples), c.Range, c.Options);
        IReadOnlyList<FunctionRow> rows = FunctionTable.From(tree).Rows;
        return rows.Count == expected.Count
            && rows.All(r => expected[(r.Name, r.Kind)] == (r.Self, r.Total))
            && rows.Zip(rows.Skip(1)).All(p => p.First.Self > p.Second.Self || (p.First.Self == p.Second.Self && p.First.Total >= p.Second.Total));
    });

    private static void Check(Func<Case, bool> law) => Prop.ForAll(Cases.All, law).QuickCheckThrowOnFailure();
}
