using FlameScope.FlameGraph;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class LayoutTests
{
    [Fact]
    public void Children_stand_side_by_side_within_their_parent() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(samples));
        FlameGraphLayout layout = FlameGraphLayout.From(tree);
        var places = Enumerable.Range(0, layout.Count).Select(i => layout[i]).ToDictionary(p => p.Node);
        return places.Values.All(p =>
        {
            FramePlace[] children = [.. places.Values.Where(c => tree.Parents[c.Node] == p.Node).OrderBy(c => c.Start)];
            long at = p.Start;
            foreach (FramePlace child in children)
            {
                if (child.Start != at || child.Depth != p.Depth + 1) return false;
                at += child.Width;
            }
            return at + tree.SelfValues[p.Node] == p.Start + p.Width;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_left_out_is_narrow_and_counted() => Prop.ForAll(ProfileGenerators.Samples, Arb.From(Gen.Choose(0, 100)), (samples, percent) =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(samples));
        double share = percent / 100.0;
        FlameGraphLayout layout = FlameGraphLayout.From(tree, share);
        var kept = layout.Nodes.ToArray().ToHashSet();
        int[] omitted = [.. Enumerable.Range(0, tree.Count).Where(i => !kept.Contains(i))];
        return omitted.All(i => tree.TotalValues[i] < tree.Total * share || tree.TotalValues[i] == 0)
            && kept.All(i => i == 0 || tree.TotalValues[i] >= tree.Total * share)
            && layout.OmittedCount == omitted.Length
            && layout.OmittedWeight == omitted.Sum(i => tree.SelfValues[i])
            && layout.MaximumDepth == kept.Max(i => tree.Depths[i]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Frames_keep_their_place_when_others_are_left_out() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(samples));
        var all = FlameGraphLayout.From(tree);
        var some = FlameGraphLayout.From(tree, 0.2);
        var places = Enumerable.Range(0, all.Count).Select(i => all[i]).ToHashSet();
        return Enumerable.Range(0, some.Count).All(i => places.Contains(some[i]));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_is_from_0_to_1(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FlameGraphLayout.From(StackTree.From(Made.Small), share));

    [Fact]
    public void A_tree_that_was_returned_is_refused()
    {
        var builder = new StackTreeBuilder(Made.Small);
        RentedStackTree rented = builder.Rent(Model.TimeRange.All);
        StackTree tree = rented.Tree;
        rented.Dispose();
        Assert.Throws<ArgumentException>(() => FlameGraphLayout.From(tree));
        Assert.Throws<ArgumentException>(() => FoldedStacks.ToText(tree));
        Assert.Throws<ArgumentException>(() => FlameScopeJson.FlameGraphToText(tree));
    }
}
