using FlameScope.FlameGraph;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class LayoutTests
{
    [Fact]
    public void Children_adjoin_within_their_parent() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(samples));
        Dictionary<int, long> starts = Starts(tree, 0);
        return starts.Keys.All(node =>
        {
            long at = starts[node];
            foreach (int child in starts.Keys.Where(n => tree.Parents[n] == node).OrderBy(n => starts[n]))
            {
                if (starts[child] != at || tree.Depths[child] != tree.Depths[node] + 1) return false;
                at += tree.TotalValues[child];
            }
            return at + tree.SelfValues[node] == starts[node] + tree.TotalValues[node];
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Omitted_frames_are_narrow_and_counted() => Prop.ForAll(ProfileGenerators.Samples, Arb.From(Gen.Choose(0, 100)), (samples, percent) =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(samples));
        double share = percent / 100.0;
        FlameGraphLayout layout = Layout(tree, share);
        var kept = layout.Nodes.ToHashSet();
        int[] omitted = [.. Enumerable.Range(0, tree.Count).Where(i => !kept.Contains(i))];
        return omitted.All(i => tree.TotalValues[i] < tree.Total * share || tree.TotalValues[i] == 0)
            && kept.All(i => i == 0 || tree.TotalValues[i] >= tree.Total * share)
            && layout.OmittedCount == omitted.Length
            && layout.OmittedWeight == omitted.Sum(i => tree.SelfValues[i])
            && layout.MaximumDepth == kept.Max(i => tree.Depths[i]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Frames_keep_their_position_when_others_are_omitted() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(samples));
        Dictionary<int, long> all = Starts(tree, 0);
        return Starts(tree, 0.2).All(frame => all[frame.Key] == frame.Value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tree_that_was_returned_throws()
    {
        var builder = new StackTreeBuilder(Made.Small);
        RentedStackTree rented = builder.Rent(Model.TimeRange.All);
        StackTree tree = rented.Tree;
        rented.Dispose();
        Assert.Throws<ArgumentException>(() => FlameGraphSvg.ToText(tree));
        Assert.Throws<ArgumentException>(() => FoldedStacks.ToText(tree));
        Assert.Throws<ArgumentException>(() => FlameScopeJson.ToText(tree));
    }

    private static FlameGraphLayout Layout(StackTree tree, double share) =>
        FlameGraphLayout.Of(tree.Depths, tree.SubtreeEnds, tree.TotalValues, share);

    private static Dictionary<int, long> Starts(StackTree tree, double share)
    {
        FlameGraphLayout layout = Layout(tree, share);
        return layout.Nodes.Zip(layout.Starts).ToDictionary(p => p.First, p => p.Second);
    }
}
