using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class StackTreeBuilderTests
{
    private static readonly SampleSpec[] Samples = MakeSamples();

    [Fact]
    public void The_thousandth_rented_tree_allocates_almost_nothing()
    {
        Profile profile = ProfileSpec.Build(Samples);
        var builder = new StackTreeBuilder(profile, new StackTreeOptions { Weight = SampleWeight.Period });
        for (int i = 0; i < 1000; i++) builder.Rent(RangeOf(i)).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) builder.Rent(RangeOf(i)).Dispose();
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.True(bytes <= 256, $"{bytes} bytes a tree");
        Assert.True(builder.Build(RangeOf(0)).Count > 100);
    }

    [Fact]
    public void The_estimated_memory_contains_each_sample_and_node_and_is_less_than_what_was_allocated()
    {
        Profile profile = ProfileSpec.Build(Samples);
        foreach (bool reversed in (bool[])[false, true])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var builder = new StackTreeBuilder(profile, new StackTreeOptions { Reversed = reversed, Filter = SampleFilter.All });
            StackTree tree = builder.Build(TimeRange.All);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            // 4 bytes per sample, 29 per node. Each processor may have scratch memory, and one was used here.
            Assert.InRange(builder.EstimatedBytes, (4L * Samples.Length) + (29L * tree.Count), allocated * Environment.ProcessorCount);
        }
    }

    [Trait("Category", "Slow")]
    [Fact]
    public void Trees_rented_concurrently_equal_those_rented_one_by_one()
    {
        var builder = new StackTreeBuilder(ProfileSpec.Build(Samples));
        List<PlainNode>[] expected = [.. Enumerable.Range(0, 40).Select(i => TreeReference.Of(builder.Build(RangeOf(i))))];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using RentedStackTree rented = builder.Rent(RangeOf(i % 40));
            Assert.Equal(expected[i % 40], TreeReference.Of(rented.Tree));
        });
    }

    [Fact]
    public void A_short_tree_contains_no_data_of_a_returned_long_tree()
    {
        var builder = new StackTreeBuilder(ProfileSpec.Build(Samples));
        RentedStackTree whole = builder.Rent(TimeRange.All);
        List<PlainNode> expected = TreeReference.Of(whole.Tree);
        whole.Dispose();
        for (int i = 0; i < 40; i++)
        {
            using RentedStackTree part = builder.Rent(RangeOf(i));
            Assert.Equal(TreeReference.Of(StackTree.From(builder.Profile, RangeOf(i))), TreeReference.Of(part.Tree));
        }
        Assert.Equal(expected, TreeReference.Of(builder.Rent(TimeRange.All).Tree));
    }

    // Each node of a binary tree passes half of its samples to each child, so a path crosses many heavy paths.
    [Fact]
    public void Paths_that_branch_at_every_node_are_sliced_correctly()
    {
        const int Depth = 11;
        SampleSpec[] samples = [.. Enumerable.Range(0, 1 << Depth).Select(i => i * 1237 % (1 << Depth)).Select((leaf, time) =>
            ProfileSpec.Sample(time, "comm", [.. Enumerable.Range(0, Depth).Select(d => (leaf >> d & 1) == 0 ? "left" : "right")]))];
        var builder = new StackTreeBuilder(ProfileSpec.Build(samples));
        for (int length = 1; length <= samples.Length; length = (length * 3 / 2) + 1)
        {
            for (int start = 0; start < samples.Length; start += 400)
            {
                var range = new TimeRange(start, start + length);
                Assert.Equal(TreeReference.Of(StackTree.From(builder.Profile, range)), TreeReference.Of(builder.Build(range)));
            }
        }
    }

    [Fact]
    public void Deep_paths_that_branch_at_any_depth_are_sliced_correctly()
    {
        string[] deep = [.. Enumerable.Repeat("recurse", 20_000)];
        SampleSpec[] samples = [.. Enumerable.Range(0, 40).Select(i => ProfileSpec.Sample(i, "comm", [.. deep[..(500 * i)], $"end{i % 7}"]))];
        var builder = new StackTreeBuilder(ProfileSpec.Build(samples));
        foreach (var range in new TimeRange[] { new(0, 1), new(39, 40), new(5, 20), new(20, 39), new(0, 39) })
        {
            using RentedStackTree rented = builder.Rent(range);
            StackTree expected = StackTree.From(builder.Profile, range), tree = rented.Tree;
            Assert.True(expected.Parents.SequenceEqual(tree.Parents) && expected.Depths.SequenceEqual(tree.Depths));
            Assert.True(expected.SubtreeEnds.SequenceEqual(tree.SubtreeEnds) && expected.Frames.SequenceEqual(tree.Frames));
            Assert.True(expected.SelfValues.SequenceEqual(tree.SelfValues) && expected.TotalValues.SequenceEqual(tree.TotalValues));
        }
    }

    [Fact]
    public void A_disposed_rental_has_an_empty_tree()
    {
        var builder = new StackTreeBuilder(ProfileSpec.Build(Samples));
        RentedStackTree rented = builder.Rent(TimeRange.All);
        Assert.NotEmpty(rented.Tree.Nodes);
        rented.Dispose();
        Assert.Equal(0, rented.Tree.Count);
        Assert.Empty(rented.Tree.Nodes);
        default(RentedStackTree).Dispose();
    }

    [Fact]
    public void Disposing_a_rental_twice_does_not_end_another_rental()
    {
        var builder = new StackTreeBuilder(ProfileSpec.Build(Samples));
        RentedStackTree first = builder.Rent(TimeRange.All), copy = first;
        first.Dispose();
        RentedStackTree second = builder.Rent(TimeRange.All);
        Assert.Same(first.Tree, second.Tree);
        first.Dispose();
        copy.Dispose();
        Assert.NotEqual(0, second.Tree.Count);
        Assert.NotSame(second.Tree, builder.Rent(TimeRange.All).Tree);
    }

    [Fact]
    public void A_selection_of_another_profile_throws()
    {
        var builder = new StackTreeBuilder(ProfileSpec.Build(Samples));
        SampleSelection other = ProfileSpec.Build(Samples).Select();
        Assert.Throws<ArgumentException>(() => builder.Build(other));
        Assert.Throws<ArgumentException>(() => builder.Rent(other));
    }

    [Fact]
    public void Samples_that_the_filter_excludes_are_in_the_tree_of_a_selection_that_has_them()
    {
        Profile profile = ProfileSpec.Build(Samples);
        var builder = new StackTreeBuilder(profile, new StackTreeOptions { Filter = SampleFilter.All with { Comm = "comm1" } });
        SampleSelection all = profile.Select(SampleFilter.All);
        foreach (SampleSelection selection in (SampleSelection[])
            [all, all.Within(new TimeRange(100, 300)), profile.Select(), profile.Select(SampleFilter.All with { Comm = "comm2" }), all.Within(new TimeRange(7, 7))])
        {
            List<PlainNode> expected = TreeReference.Of(StackTree.From(selection));
            Assert.Equal(expected, TreeReference.Of(builder.Build(selection)));
            using RentedStackTree rented = builder.Rent(selection);
            Assert.Equal(expected, TreeReference.Of(rented.Tree));
        }
    }

    [Fact]
    public void Trees_of_a_stricter_filter_are_made_from_the_index()
    {
        Profile profile = ProfileSpec.Build(Samples);
        var builder = new StackTreeBuilder(profile, new StackTreeOptions { Filter = SampleFilter.All with { Comm = "comm1" } });
        SampleSelection some = profile.Select(SampleFilter.All with { Comm = "comm1" }).Within(new TimeRange(100, 9000));
        RentedStackTree first = builder.Rent(some);
        StackTree tree = first.Tree;
        Assert.Equal(TreeReference.Of(StackTree.From(some)), TreeReference.Of(tree));
        first.Dispose();
        Assert.Same(tree, builder.Rent(some).Tree);
    }

    private static TimeRange RangeOf(int i) => new(i % 37 * 1000, (i % 37 * 1000) + 3000);

    // 40,000 samples, one per nanosecond, of about 2,000 stacks, including idle ones.
    private static SampleSpec[] MakeSamples()
    {
        var random = new Random(1);
        string[][] stacks = [.. Enumerable.Range(0, 2000).Select(_ => Enumerable.Range(0, random.Next(8)).Select(d => $"f{d}_{random.Next(4)}").ToArray())];
        return [.. Enumerable.Range(0, 40_000).Select(i => random.Next(5) == 0
            ? ProfileSpec.Sample(i, "swapper", "default_idle")
            : ProfileSpec.Sample(i, $"comm{random.Next(3)}", stacks[random.Next(stacks.Length)]))];
    }
}
