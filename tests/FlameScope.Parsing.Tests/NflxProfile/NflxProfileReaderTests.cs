using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class NflxProfileReaderTests
{
    private static Profile Read(Proto file) => ProfileFormats.Default.Parse(file.ToArray());

    private static string Problems(Profile profile) => string.Join("; ", profile.Diagnostics.Select(d => $"{d.Reason} {d.Count}"));

    private static string[] Stacks(Profile profile) =>
        [.. Enumerable.Range(0, profile.Samples.Count).Select(i => string.Join(';', profile.GetStackNames(profile.Samples.Stacks[i])))];

    [Fact]
    public void All_parts_of_a_profile_are_read()
    {
        Profile profile = Read(NflxFile.Example());

        Assert.Equal("nflxprofile", profile.Format);
        Assert.Equal(
            """
            100250000000 samples x1 [period/events=1] 5/7/ cpu0 {} root;main<User>;work<Jit>
            100500000000 samples x1 [period/events=2] 5/8/ cpu1 {} root;main<User>
            100625000000 samples x1 [period/events=3] 6/7/ cpu0 {} root;main<User>;work<Jit>
            101125000000 samples x1 [period/events=4] 6/8/ cpu1 {} root
            start_time: 100.25
            end_time: 101.125
            has_parent: true
            title: a title

            """,
            ProfileText.Of(profile),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Children_are_used_where_nodes_have_no_parent()
    {
        Proto file = NflxFile.Times(1, 0, 1, 1).Packed(3, 3, 2, 0)
            .Append(NflxFile.Node(0, NflxFile.Name("root").Packed(3, 1))).Append(NflxFile.Node(1, NflxFile.Name("a").Varint(3, 2).Varint(3, 3)))
            .Append(NflxFile.Node(2, NflxFile.Name("b"))).Append(NflxFile.Node(3, NflxFile.Name("c")));

        Assert.Equal(["root;a;c", "root;a;b", "root"], Stacks(Read(file)));
    }

    [Fact]
    public void A_stack_in_a_node_has_its_callers_first_and_the_node_is_the_process()
    {
        Proto node = NflxFile.Name("node").Varint(6, 10).Varint(7, 11)
            .Message(10, NflxFile.Frame("main", "user")).Message(10, NflxFile.Frame("run", "inlined", "a.js", 3)).Message(10, NflxFile.Frame("sys", "kernel"));
        Proto file = NflxFile.Times(1, 0, 1).Packed(3, 1, 0).Append(NflxFile.Node(0, NflxFile.Name("root"))).Append(NflxFile.Node(1, node))
            .Append(NflxFile.Parameter("has_node_stack", "true"));

        Profile profile = Read(file);

        Assert.Equal("1000000000 samples x1 [period/events=1] 10/11/node cpu {} main<User>;run(a.js:3:4)<Jit><inlined>;sys<Kernel>", ProfileText.OfSample(profile, 0));
        Assert.Equal("2000000000 samples x1 [period/events=1] // cpu {} ", ProfileText.OfSample(profile, 1));
    }

    [Fact]
    public void Columns_may_be_packed_or_not()
    {
        Proto nodes = new Proto().Append(NflxFile.Node(0, NflxFile.Name("root"))).Append(NflxFile.Node(1, NflxFile.Name("a").Varint(5, 0)));
        Proto packed = NflxFile.Times(1, 0, 0.5).Packed(3, 1, 0).Packed(11, 7, 8).Append(nodes);
        Proto single = new Proto().Double(1, 1).Double(2, 1.5).Double(4, 0).Double(4, 0.5).Varint(3, 1).Varint(3, 0).Varint(11, 7).Varint(11, 8).Append(nodes);
        Assert.Equal(["root;a", "root"], Stacks(Read(single)));
        Assert.Equal(ProfileText.Of(Read(packed)), ProfileText.Of(Read(single)));
    }

    [Fact]
    public void The_order_of_the_nodes_is_ignored()
    {
        var nodes = new List<Proto> { NflxFile.Node(0, NflxFile.Name("root")) };
        for (uint i = 1; i < 6; i++) nodes.Add(NflxFile.Node(i, NflxFile.Name($"n{i}").Varint(5, i - 1)));
        Proto forward = NflxFile.Times(1, 0).Packed(3, 5), backward = NflxFile.Times(1, 0).Packed(3, 5);
        foreach (Proto node in nodes) forward.Append(node);
        nodes.Reverse();
        foreach (Proto node in nodes) backward.Append(node);

        Assert.Equal(Stacks(Read(forward)), Stacks(Read(backward)));
        Assert.Equal(["root;n1;n2;n3;n4;n5"], Stacks(Read(backward)));
    }

    [Fact]
    public void Differences_are_summed_as_floating_point_numbers_and_rounded_last()
    {
        // A clock of an uptime of days: a double has about 15 ps there, and the tenths are not exact.
        Profile profile = Read(NflxFile.Times(136087.1, 0, 0.1, 0.1, 0.1).Packed(3, 0, 0, 0, 0).Append(NflxFile.Node(0, NflxFile.Name("root"))));

        Assert.Equal([136_087_100_000_000, 136_087_200_000_000, 136_087_300_000_000, 136_087_400_000_000], profile.Samples.Times);
    }

    [Fact]
    public void The_aggregated_hit_count_is_not_used()
    {
        Proto node = new Proto().Text(1, "root").Varint(2, 1000);
        Profile profile = Read(NflxFile.Times(1, 0).Packed(3, 0).Append(NflxFile.Node(0, node)));

        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal(1, profile.Samples[0].Count);
    }

    [Fact]
    public void Samples_and_times_of_different_counts_are_read_up_to_the_shorter()
    {
        Profile profile = Read(NflxFile.Times(1, 0, 1).Packed(3, 0, 0, 0, 0, 0).Append(NflxFile.Node(0, NflxFile.Name("root"))));

        Assert.Equal(2, profile.Samples.Count);
        Assert.Equal("samples without a time, or times without a sample 3", Problems(profile));
    }

    [Fact]
    public void A_node_that_does_not_exist_is_counted_and_the_sample_has_no_stack()
    {
        Profile profile = Read(NflxFile.Times(1, 0, 1).Packed(3, 0, 99).Append(NflxFile.Node(0, NflxFile.Name("root"))));

        Assert.Equal(["root", ""], Stacks(profile));
        Assert.Equal("the id of a node does not exist 1", Problems(profile));
    }

    [Fact]
    public void A_cycle_of_parents_is_counted_and_gives_no_stack()
    {
        Proto file = NflxFile.Times(1, 0, 1, 1).Packed(3, 1, 2, 1).Append(NflxFile.Node(1, NflxFile.Name("a").Varint(5, 2)))
            .Append(NflxFile.Node(2, NflxFile.Name("b").Varint(5, 1)));

        Profile profile = Read(file);

        Assert.Equal(["", "", ""], Stacks(profile));
        Assert.Equal("a node that is its own ancestor 1", Problems(profile));
    }

    [Fact]
    public void A_node_in_two_lists_of_children_has_the_first_parent()
    {
        Proto file = NflxFile.Times(1, 0).Packed(3, 3).Append(NflxFile.Node(0, NflxFile.Name("root").Packed(3, 1, 2)))
            .Append(NflxFile.Node(1, NflxFile.Name("a").Packed(3, 3))).Append(NflxFile.Node(2, NflxFile.Name("b").Packed(3, 3)))
            .Append(NflxFile.Node(3, NflxFile.Name("c")));

        Profile profile = Read(file);

        Assert.Equal(["root;a;c"], Stacks(profile));
        Assert.Equal("a node with two parents 1", Problems(profile));
    }

    [Fact]
    public void A_time_that_is_no_number_is_counted_and_the_sample_is_untimed()
    {
        Profile profile = Read(NflxFile.Times(1).PackedDoubles(4, 0, double.NaN).Packed(3, 0, 0).Append(NflxFile.Node(0, NflxFile.Name("root"))));

        Assert.Equal(1, profile.Samples.UntimedCount);
        Assert.Equal("a time that is out of range 1", Problems(profile));
    }

    [Fact]
    public void A_value_that_does_not_fit_is_counted_and_left_out()
    {
        Profile profile = Read(NflxFile.Times(1, 0, 1).Packed(3, 0, 0).Packed(12, -1, 3).Append(NflxFile.Node(0, NflxFile.Name("root"))));

        Assert.Equal(3, Assert.Single(profile.Samples).Period);
        Assert.Equal("a sample without a value, or with one that exceeds the range of a sum 1", Problems(profile));
    }

    [Fact]
    public void Any_block_size_gives_the_same_profile() => FormatLaws.BlockSizesGiveTheSameProfile(NflxFile.Example().ToArray());

    [Fact]
    public void A_file_cut_at_any_byte_gives_a_prefix_or_the_exception()
    {
        Proto times = NflxFile.Times(100.25, 0, 0.25, 0.125, 0.5);
        FormatLaws.CutsGivePrefixes(times.Packed(3, 0, 0, 0, 0).Append(NflxFile.Node(0, NflxFile.Name("root"))).ToArray(), "nflxprofile");
    }

    [Fact]
    public void A_changed_file_gives_a_profile_or_the_exception() =>
        FormatLaws.MutationsGiveProfilesOrTheException(NflxFile.Example().ToArray(), "nflxprofile");
}
