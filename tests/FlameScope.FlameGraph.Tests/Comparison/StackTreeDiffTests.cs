using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class StackTreeDiffTests
{
    private static readonly StackTreeOptions Ungrouped = new() { Grouping = StackGrouping.None };

    // Computed by hand: the target counts 5, the baseline 10, so the weight is 1/2.
    //          target  baseline  target - baseline/2   rounded
    // a        1       3         -0.5                  0 (even)
    // b        2       1          1.5                  2 (even)
    // c        2       0          2                    2, not in the baseline
    // d        0       1          elided 0.5           0 (even)
    // e        0       3          elided 1.5           2 (even)
    // f        0       2          elided 1             1
    [Fact]
    public void The_FlameScope_formula_gives_values_computed_by_hand()
    {
        StackTreeDiff diff = Diff("a b b c c", "a a a b d e e e f f");
        Assert.Equal(["root", "a", "b", "c", "d", "e", "f"], diff.Nodes.Select(n => n.Name));
        Assert.Equal([0L, 0, 2, 2], Enumerable.Range(0, 4).Select(diff.GetFlameScopeDelta));
        Assert.Equal([0L, 0, 0, 0, 0, 2, 1], Enumerable.Range(0, 7).Select(diff.GetFlameScopeElided));
        Assert.Equal([6L, 0, 0, 0, 1, 3, 2], diff.ElidedTotalValues.ToArray());
        Assert.Equal((-1, 1), (diff.TargetNodes[4], diff.BaselineNodes[1]));
    }

    [Theory]
    [InlineData("a a a", "a a b b b b", 2)] // 3 - 2 * 3/6
    [InlineData("a", "a b", 0)] // 0.5
    [InlineData("a a a b b", "a b b b b b b b b b", 2)] // 3 - 1 * 5/10 = 2.5
    [InlineData("a a a a b", "a b b b b b b b b b", 4)] // 4 - 0.5 = 3.5
    [InlineData("b", "a b", 0)] // -0.5
    [InlineData("b b b", "a b", -2)] // -1.5
    public void The_FlameScope_formula_rounds_halves_to_even(string target, string baseline, long expected)
    {
        StackTreeDiff diff = Diff(target, baseline);
        Assert.Equal(expected, diff.GetFlameScopeDelta(diff.Nodes.Single(n => n.Name == "a").Index));
    }

    [Fact]
    public void Samples_without_a_stack_that_only_the_baseline_has_are_elided_at_the_root()
    {
        Profile profile = ProfileSpec.Build([new SampleSpec(1, "app", 1, 1, null, "cycles", 1, []), new SampleSpec(5, "app", 1, 1, null, "cycles", 1, ["a"])]);
        var diff = StackTreeDiff.Compare(StackTree.From(profile, new TimeRange(9, 10), Ungrouped), StackTree.From(profile, Ungrouped));
        Assert.Equal([diff.GetElidedSelf(0) + 1, 1L], diff.ElidedTotalValues.ToArray());
    }

    [Fact]
    public void The_last_possible_time_is_part_of_a_duration()
    {
        Profile profile = ProfileSpec.Build([Sample(long.MaxValue - 10, "a"), Sample(long.MaxValue - 1, "a")]);
        var diff = StackTreeDiff.Compare(StackTree.From(profile), StackTree.From(profile), DiffNormalization.Time);
        Assert.Equal(10, diff.TargetAmount);
        Profile earlier = ProfileSpec.Build([Sample(0, "a"), Sample(10, "a")]);
        Assert.Equal(11, StackTreeDiff.Compare(StackTree.From(earlier), StackTree.From(earlier), DiffNormalization.Time).TargetAmount);
    }

    [Fact]
    public void The_FlameScope_formula_is_exact_for_large_numbers()
    {
        const long huge = 3_000_000_000_000_000_001;
        Profile target = Weighted(("a", huge), ("b", huge)), baseline = Weighted(("a", 1), ("b", 1));
        var byPeriod = new StackTreeOptions { Weight = SampleWeight.Period };
        var diff = StackTreeDiff.Compare(StackTree.From(target, byPeriod), StackTree.From(baseline, byPeriod));
        Assert.All(diff.Nodes, n => Assert.Equal(0, diff.GetFlameScopeDelta(n.Index)));
        Assert.Equal(0, diff.MaximumDelta);

        var more = StackTreeDiff.Compare(StackTree.From(Weighted(("a", huge + 2), ("b", huge)), byPeriod), StackTree.From(baseline, byPeriod));
        Assert.Equal([1L, -1], more.Nodes.Where(n => n.Name is "a" or "b").Select(n => more.GetFlameScopeDelta(n.Index)));
        Assert.True(more.MaximumDelta > 0);
    }

    [Fact]
    public void Normalized_values_equal_values_computed_by_hand()
    {
        // Two samples in the first second, four with other periods in the two seconds after it.
        Profile profile = ProfileSpec.Build(
        [
            Sample(0, "a", 10), Sample(500_000_000, "b", 30),
            Sample(1_000_000_000, "a", 20), Sample(1_500_000_000, "a", 20), Sample(2_000_000_000, "a", 20), Sample(2_999_999_999, "c", 20),
        ]);
        StackTreeDiff By(DiffNormalization normalization) =>
            StackTreeDiff.Compare(profile.Select(), profile.RangeOfSeconds(0, 1), Baseline.Rest, Ungrouped, normalization);

        // a: 1 of 2 against 3 of 4; b: 1 of 2 against none; c: none against 1 of 4.
        Assert.Equal([0, -0.25, 0.5, -0.25], By(DiffNormalization.Total).Nodes.Select(n => n.TotalDelta));
        Assert.Equal(0.5, By(DiffNormalization.Total).MaximumDelta);
        // Durations of one and two seconds.
        Assert.Equal([0, -0.5, 1, -0.5], By(DiffNormalization.Time).Nodes.Select(n => n.TotalDelta));
        Assert.Equal([0, -2, 1, -1], By(DiffNormalization.None).Nodes.Select(n => n.SelfDelta));
        // Sums of periods of 40 and 80, rates per 1,000,000,000.
        Assert.Equal([0, -12_500_000, 25_000_000, -12_500_000], By(DiffNormalization.CpuTime).Nodes.Select(n => n.TotalDelta));
        Assert.Equal((40L, 80L), (By(DiffNormalization.CpuTime).TargetAmount, By(DiffNormalization.CpuTime).BaselineAmount));
        Assert.Equal((DiffPresence.New, DiffPresence.Gone), (By(DiffNormalization.None)[2].Presence, By(DiffNormalization.None)[3].Presence));
    }

    [Fact]
    public void Each_baseline_selects_its_samples()
    {
        Profile profile = ProfileSpec.Build([Sample(0, "a"), Sample(1_000_000_000, "b"), Sample(2_000_000_000, "c"), Sample(null, "u")]);
        TimeRange range = profile.RangeOfSeconds(1, 2);
        static string Names(StackTree tree) => string.Join(' ', tree.Nodes.Skip(1).Select(n => n.Name));
        StackTreeDiff With(Baseline baseline) => StackTreeDiff.Compare(profile.Select(), range, baseline, Ungrouped);
        Assert.Equal("a b c u", Names(With(Baseline.Whole).Baseline));
        Assert.Equal("a c u", Names(With(Baseline.Rest).Baseline));
        Assert.Equal("c", Names(With(Baseline.Range(profile.RangeOfSeconds(2, 3))).Baseline));
        Assert.Equal("x", Names(With(Baseline.Samples(ProfileSpec.Build([Sample(0, "x")]).Select())).Baseline));
        Assert.Equal("b", Names(With(Baseline.Whole).Target));
        Assert.Equal(["rest", "whole", "samples"], new[] { Baseline.Rest, Baseline.Whole, Baseline.Samples(profile.Select()) }.Select(b => b.ToString()));
    }

    [Theory]
    [InlineData(DiffNormalization.Total)]
    [InlineData(DiffNormalization.Time)]
    [InlineData(DiffNormalization.CpuTime)]
    [InlineData(DiffNormalization.None)]
    public void A_side_may_be_empty(DiffNormalization normalization)
    {
        Profile profile = ProfileSpec.Build([Sample(0, "a"), Sample(1_000_000_000, "b")]), none = ProfileSpec.Build([]);
        var everything = StackTreeDiff.Compare(profile.Select(), TimeRange.All, Baseline.Rest, Ungrouped, normalization);
        Assert.All(everything.Nodes, n => Assert.Equal((0L, n.TargetSelf), (n.BaselineTotal, everything.GetFlameScopeDelta(n.Index))));
        Assert.All(everything.Nodes.Skip(1), n => Assert.True(n.Presence == DiffPresence.New && n.TotalDelta > 0));

        var nothing = StackTreeDiff.Compare(profile.Select(), profile.RangeOfSeconds(5, 6), Baseline.Whole, Ungrouped, normalization);
        Assert.All(nothing.Nodes.Skip(1), n => Assert.True(n.Presence == DiffPresence.Gone && n.TotalDelta < 0));
        Assert.All(nothing.Nodes, n => Assert.Equal(0, nothing.GetFlameScopeElided(n.Index)));
        Assert.Equal([2L, 1, 1], nothing.ElidedTotalValues.ToArray());

        var empty = StackTreeDiff.Compare(none.Select(), none.Select(), Ungrouped, normalization);
        Assert.Equal(new StackTreeDiffNode { Parent = -1, Name = "root", SubtreeEnd = 1 }, Assert.Single(empty.Nodes));
        Assert.Equal(0, empty.MaximumDelta);
    }

    [Fact]
    public void Nodes_with_different_kinds_or_bytes_differ()
    {
        Profile target = Profile([0xFF], FrameKind.User), baseline = Profile([0xFE], FrameKind.User), kernel = Profile([0xFF], FrameKind.Kernel);
        // The same string, U+FFFD, for both.
        Assert.Equal([DiffPresence.Both, DiffPresence.Both, DiffPresence.Gone, DiffPresence.New], Presences(target, baseline));
        Assert.Equal(4, Presences(target, kernel).Length);
        Assert.Equal(3, Presences(target, Profile([0xFF], FrameKind.User)).Length);

        static DiffPresence[] Presences(Profile a, Profile b) =>
            [.. StackTreeDiff.Compare(StackTree.From(a), StackTree.From(b)).Nodes.Select(n => n.Presence)];
    }

    [Fact]
    public void Deep_trees_are_compared_without_recursion()
    {
        string[] deep = [.. Enumerable.Repeat("f", 50_000)];
        Profile a = ProfileSpec.Build([Sample(0, "x") with { Frames = deep }]), b = ProfileSpec.Build([Sample(0, "x") with { Frames = [.. deep, "g"] }]);
        var diff = StackTreeDiff.Compare(StackTree.From(a), StackTree.From(b));
        Assert.Equal(50_003, diff.Count);
        Assert.Equal(DiffPresence.Gone, diff[50_002].Presence);
    }

    [Fact]
    public void Incomparable_sides_throw()
    {
        Profile timed = ProfileSpec.Build([Sample(0, "a")]), untimed = ProfileSpec.Build([Sample(null, "a")]), free = ProfileSpec.Build([Sample(0, "a", 0)]);
        StackTree tree = StackTree.From(timed);
        Assert.Throws<ArgumentException>(() => StackTreeDiff.Compare(tree, StackTree.From(timed, new StackTreeOptions { Weight = SampleWeight.Period })));
        Assert.Throws<ArgumentException>(() => StackTreeDiff.Compare(tree, StackTree.From(timed, Ungrouped)));
        Assert.Throws<ArgumentException>(() => StackTreeDiff.Compare(tree, StackTree.From(timed, new StackTreeOptions { Reversed = true })));
        Assert.Throws<ArgumentException>(() => StackTreeDiff.Compare(tree, tree, DiffNormalization.CpuTime));
        Assert.Throws<ArgumentOutOfRangeException>(() => StackTreeDiff.Compare(tree, tree, (DiffNormalization)9));
        Assert.Throws<UntimedProfileException>(() => StackTreeDiff.Compare(untimed.Select(), TimeRange.All, Baseline.Whole, null, DiffNormalization.Time));
        Assert.Throws<InvalidOperationException>(() => StackTreeDiff.Compare(free.Select(), TimeRange.All, Baseline.Whole, null, DiffNormalization.CpuTime));

        var builder = new StackTreeBuilder(timed);
        RentedStackTree rented = builder.Rent(TimeRange.All);
        rented.Dispose();
        Assert.Throws<ArgumentException>(() => StackTreeDiff.Compare(tree, rented.Tree));
        foreach (TimeRange empty in new TimeRange[] { new(1, 1), default })
        {
            Assert.Throws<ArgumentException>(() => StackTreeDiff.Compare(timed.Select(), empty, Baseline.Rest));
            Assert.Throws<ArgumentException>(() => Baseline.Range(empty));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => StackTreeDiff.Compare(tree, tree)[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => StackTreeDiff.Compare(tree, tree).GetTotalDelta(-1));
    }

    private static StackTreeDiff Diff(string target, string baseline) => StackTreeDiff.Compare(Tree(target), Tree(baseline));

    // One sample per word.
    private static StackTree Tree(string leaves) =>
        StackTree.From(ProfileSpec.Build(leaves.Split(' ').Select((leaf, i) => Sample(i, leaf))), Ungrouped);

    private static SampleSpec Sample(long? time, string leaf, long period = 1) => new(time, "app", 1, 1, null, "cycles", period, [leaf]);

    private static Profile Weighted(params (string Leaf, long Period)[] samples) => ProfileSpec.Build(samples.Select((s, i) => Sample(i, s.Leaf, s.Period)));

    private static Profile Profile(byte[] name, FrameKind kind)
    {
        var builder = new ProfileBuilder();
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, kind));
        builder.AddSample(0, stack, builder.AddThread(1, 1, "app"), null, builder.AddEvent("cycles"));
        return builder.Build();
    }
}
