using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class StackTreeTests
{
    [Fact]
    public void An_empty_profile_has_an_empty_root()
    {
        Profile profile = new ProfileBuilder().Build();
        foreach (StackTree tree in new[] { StackTree.From(profile), new StackTreeBuilder(profile).Build(TimeRange.All) })
        {
            Assert.Equal(1, tree.Count);
            Assert.Equal("root", tree.GetName(0));
            Assert.Equal("root"u8, tree.GetNameUtf8(0));
            Assert.Equal(new StackTreeNode(0, -1, 0, "root", FrameKind.Unknown, 0, 0, 1, new FrameId(-1)), tree[0]);
            Assert.Empty(FunctionTable.From(tree).Rows);
        }
    }

    [Fact]
    public void An_empty_range_has_an_empty_root()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(5, "a", "main")]);
        Assert.Equal(1, StackTree.From(profile, new TimeRange(6, 6)).Count);
        Assert.Equal(1, new StackTreeBuilder(profile).Build(new TimeRange(0, 5)).Count);
        Assert.Equal(3, new StackTreeBuilder(profile).Build(new TimeRange(5, 6)).Count);
    }

    [Fact]
    public void Samples_without_a_time_count_only_when_there_is_no_range()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(null, "a", "main"), ProfileSpec.Sample(5, "a", "main")]);
        TimeRange timed = new TimeRange(SampleTable.NoTime + 1, long.MaxValue);
        Assert.Equal(2, StackTree.From(profile).Total);
        Assert.Equal(1, StackTree.From(profile, timed).Total);
        var builder = new StackTreeBuilder(profile);
        Assert.Equal(2, builder.Build(TimeRange.All).Total);
        Assert.Equal(1, builder.Build(timed).Total);
    }

    [Fact]
    public void A_sample_without_frames_ends_in_its_group()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a"), ProfileSpec.Sample(2, "a", "main")]);
        StackTree tree = StackTree.From(profile);
        Assert.Equal([0L, 1, 1], tree.SelfValues.ToArray());
        Assert.Equal([2L, 2, 1], tree.TotalValues.ToArray());
        Assert.Equal(1, StackTree.From(profile, new StackTreeOptions { Grouping = StackGrouping.None }).SelfValues[0]);
    }

    [Fact]
    public void A_sample_with_period_zero_adds_a_node_with_value_zero()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main") with { Period = 0 }]);
        var options = new StackTreeOptions { Weight = SampleWeight.Period };
        foreach (StackTree tree in new[] { StackTree.From(profile, options), new StackTreeBuilder(profile, options).Build(new TimeRange(0, 9)) })
        {
            Assert.Equal(3, tree.Count);
            Assert.Equal(0, tree.Total);
            Assert.Equal(1, tree.SampleCount);
        }
    }

    [Fact]
    public void Totals_are_exact()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main") with { Period = long.MaxValue - 1 }, ProfileSpec.Sample(2, "a", "main", "run")]);
        StackTree tree = StackTree.From(profile, new StackTreeOptions { Weight = SampleWeight.Period });
        Assert.Equal([long.MaxValue, long.MaxValue, long.MaxValue, 1], tree.TotalValues.ToArray());
    }

    [Fact]
    public void Unknown_functions_of_modules_with_equal_file_names_share_a_node_with_the_lowest_frame_id()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "a");
        SampleEventId cycles = builder.AddEvent("cycles");
        FrameId first = builder.AddFrame(SymbolId.Unknown, builder.AddModule("/lib/libc.so.6"), FrameKind.User);
        FrameId second = builder.AddFrame(SymbolId.Unknown, builder.AddModule("/opt/libc.so.6"), FrameKind.User);
        FrameId kernel = builder.AddFrame(SymbolId.Unknown, builder.AddModule("/boot/libc.so.6"), FrameKind.Kernel);
        FrameId child = builder.AddFrame(builder.AddSymbol("work"), ModuleId.None, FrameKind.Unknown);
        foreach (FrameId frame in new[] { second, first, kernel })
        {
            builder.AddSample(1, builder.AddStack(builder.AddStack(StackId.Empty, frame), child), thread, null, cycles, 1);
        }
        StackTree tree = StackTree.From(builder.Build());

        Assert.Equal(["root", "a", "[libc.so.6]", "work", "[libc.so.6]", "work"], tree.Nodes.Select(n => n.Name));
        Assert.Equal([3L, 3, 1, 1, 2, 2], tree.TotalValues.ToArray());
        Assert.Equal(FrameKind.Kernel, tree.Kinds[2]);
        Assert.Equal(first, tree.Frames[4]);
        Assert.Equal(3, tree.Find(["a", "[libc.so.6]", "work"]));
    }

    [Fact]
    public void Groups_with_equal_labels_are_merged_and_unknown_ids_are_question_marks()
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId[] threads = [builder.AddThread(null, 7, "a"), builder.AddThread(-1, 7, "b"), builder.AddThread(1, 8, "b-"), builder.AddThread(12, null, "c")];
        foreach (ThreadId thread in threads) builder.AddSample(1, StackId.Empty, thread, null, cycles, 1);
        Profile profile = builder.Build();

        Assert.Equal(["root", "a", "b", "b-", "c"], Names(StackGrouping.ThreadName));
        Assert.Equal(["root", "a-?", "b--1", "c-12"], Names(StackGrouping.Process));
        Assert.Equal(["root", "a-?/7", "b--1/7", "b--1/8", "c-12/?"], Names(StackGrouping.Thread));
        Assert.Equal(["root"], Names(StackGrouping.None));

        IEnumerable<string> Names(StackGrouping grouping) =>
            StackTree.From(profile, new StackTreeOptions { Grouping = grouping }).Nodes.Select(n => n.Name);
    }

    [Fact]
    public void In_a_reversed_tree_callers_are_descendants_of_callees()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main", "run", "leaf"), ProfileSpec.Sample(2, "a", "other", "leaf")]);
        StackTree tree = StackTree.From(profile, new StackTreeOptions { Reversed = true });
        Assert.Equal(["root", "a", "leaf", "other", "run", "main"], tree.Nodes.Select(n => n.Name));
        Assert.Equal([2L, 2, 2, 1, 1, 1], tree.TotalValues.ToArray());
        Assert.Equal([0L, 0, 0, 1, 0, 1], tree.SelfValues.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stacks_of_a_hundred_thousand_frames_are_handled(bool reversed)
    {
        const int Depth = 100_000;
        string[] names = ["a", "b", "a", "c"];
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "x", [.. Enumerable.Range(0, Depth).Select(i => names[i & 3])]), ProfileSpec.Sample(2, "x", "c", "b")]);
        var builder = new StackTreeBuilder(profile, new StackTreeOptions { Reversed = reversed });
        StackTree tree = builder.Build(TimeRange.All);
        Assert.Equal(Depth + 1, tree.Depths.ToArray().Max());
        Assert.Equal(2, tree.Total);
        Assert.Equal(Depth + 2, builder.Build(new TimeRange(1, 2)).Count);
        Assert.Equal(Depth + 1, tree.GetPath(tree.Depths.IndexOf(Depth + 1)).Length);
        Assert.Equal([("b", 1L, 2L), ("c", 1L, 2L), ("a", 0L, 1L)], FunctionTable.From(tree).Rows.Select(r => (r.Name, r.Self, r.Total)));
    }

    [Fact]
    public void Undefined_options_and_nodes_throw()
    {
        Profile profile = new ProfileBuilder().Build();
        Assert.Throws<ArgumentOutOfRangeException>(() => StackTree.From(profile, new StackTreeOptions { Grouping = (StackGrouping)9 }));
        Assert.Throws<ArgumentException>(() => StackTree.From(ProfileSpec.Build([ProfileSpec.Sample(1, "a")]), new StackTreeOptions { Weight = SampleWeight.Value("bytes") }));
        Assert.Throws<ArgumentNullException>(() => StackTree.From((Profile)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => StackTree.From(profile).GetName(1));
    }

    [Fact]
    public void An_empty_path_is_that_of_the_root()
    {
        var builder = new StackTreeBuilder(ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main")]));
        RentedStackTree rented = builder.Rent(TimeRange.All);
        Assert.Equal(0, rented.Tree.Find([]));
        Assert.Equal(2, rented.Tree.Find(["a", "main"]));
        rented.Dispose();
        Assert.Equal(-1, rented.Tree.Find([]));
        Assert.Equal(-1, rented.Tree.Find(["a"]));
    }
}
