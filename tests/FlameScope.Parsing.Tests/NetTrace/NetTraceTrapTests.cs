using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.NetTraceFile;
using static FlameScope.Parsing.Tests.NetTraceSampleTests;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of what a simple reader of the format gets wrong.</summary>
public class NetTraceTrapTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_stack_id_is_valid_up_to_the_next_sequence_point(int version)
    {
        var file = new NetTraceFile(version);
        if (version >= 6) file.Threads((1, 7, 8, ""));
        file.Stacks(1, [0x1010]).Events(new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ManagedSample });
        file.SequencePoint(1550, (1, 1));
        file.Stacks(1, [0x2010]).Events(new NetTraceEvent(ThreadSample, 1600) { Stack = 1, Payload = ManagedSample });
        Assert.Equal(["Shop.Orders.Main(int32)", "Shop.Orders.Price(int32)"], StacksOf(Read(WithRundown(file))));
    }

    [Fact]
    public void A_stack_of_before_the_sequence_point_is_reported_and_the_sample_is_kept()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x1010]).SequencePoint(1400).Events(new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ManagedSample });
        Profile profile = Read(WithRundown(file));
        Assert.Equal([""], StacksOf(profile));
        Assert.Equal("event with an unknown stack (1)", profile.Diagnostics.Single().ToString());
    }

    [Fact]
    public void Stack_ids_may_have_gaps()
    {
        var file = new NetTraceFile();
        file.Stacks(7, [0x1010]).Stacks(1, [0x2010], [0x1010, 0x2011]).Stacks(9, [0x2010]).Stacks(1, [0x1020]);
        file.Events([.. new uint[] { 7, 1, 2, 9 }.Select(id => new NetTraceEvent(ThreadSample, 1500 + id) { Stack = id, Payload = ManagedSample })]);
        Assert.Equal(
            ["Shop.Orders.Main(int32)", "Shop.Orders.Main(int32);Shop.Orders.Price(int32)", "Shop.Orders.Main(int32)", "Shop.Orders.Price(int32)"],
            StacksOf(Read(WithRundown(file))));
    }

    [Fact]
    public void Memory_of_unloaded_code_that_is_used_again_has_the_name_of_its_time()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x1010]);
        file.Events(
            new NetTraceEvent(MethodLoad, 1200) { Payload = Method(0x1000, 0x100, "First", id: 1) },
            new NetTraceEvent(MethodUnload, 1400) { Payload = Method(0x1000, 0x100, "First", id: 1) },
            new NetTraceEvent(MethodLoad, 1500) { Payload = Method(0x1000, 0x80, "Second", id: 2) });
        // The samples of another thread precede the events of the code in the file.
        file.Events([.. new ulong[] { 1100, 1300, 1450, 1600 }.Select(ticks => new NetTraceEvent(ThreadSample, ticks) { Thread = 2, Stack = 1, Payload = ManagedSample })]);
        file.Events(new NetTraceEvent(Rundown, 9000) { Payload = Method(0x1000, 0x80, "Second", id: 2) });
        Assert.Equal(
            ["Shop.Orders.First(int32)", "Shop.Orders.First(int32)", "Shop.Orders.First(int32)", "Shop.Orders.Second(int32)"],
            StacksOf(Read(file.End())));
    }

    [Fact]
    public void Callers_of_code_that_was_replaced_have_one_stack_per_name()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010, 0x1010, 0x3010]);
        file.Events(
            new NetTraceEvent(MethodLoad, 1200) { Payload = Method(0x1000, 0x100, "First", id: 1) },
            new NetTraceEvent(MethodLoad, 1500) { Payload = Method(0x1000, 0x100, "Second", id: 2) });
        file.Events([.. new ulong[] { 1300, 1600, 1310 }.Select(ticks => new NetTraceEvent(ThreadSample, ticks) { Thread = 2, Stack = 1, Payload = ManagedSample })]);
        file.Events(
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x2000, 0x100, "Leaf") },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x3000, 0x100, "Root") });
        string first = "Shop.Orders.Leaf(int32);Shop.Orders.First(int32);Shop.Orders.Root(int32)";
        Profile profile = Read(file.End());
        Assert.Equal([first, first, first.Replace("First", "Second")], StacksOf(profile));
        Assert.Equal(profile.Samples.Stacks[0], profile.Samples.Stacks[1]);
    }

    [Fact]
    public void Code_that_was_unloaded_before_the_rundown_has_the_name_of_its_unload()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x1010]);
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ManagedSample },
            new NetTraceEvent(MethodUnload, 1600) { Payload = Method(0x1000, 0x100, "Dynamic") },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x2000, 0x100, "Other") });
        Assert.Equal(["Shop.Orders.Dynamic(int32)"], StacksOf(Read(file.End())));
    }

    [Fact]
    public void Without_rundown_the_addresses_are_kept_and_the_reason_is_reported()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x7f00_0000_2010, 0x1010]).Events(new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(["[unknown] 0x7f0000002010;[unknown] 0x1010"], StacksOf(profile));
        Assert.Equal("address without a name: the recording has no rundown (2)", profile.Diagnostics.Single().ToString());
    }

    [Fact]
    public void A_recording_that_was_not_finished_keeps_its_samples()
    {
        var file = new NetTraceFile();
        file.Events(new NetTraceEvent(ThreadSample, 1500) { Payload = ManagedSample });
        Profile profile = Read(file);
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("recording without an end (1)", profile.Diagnostics.Single().ToString());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_gap_in_the_numbers_of_a_thread_is_a_loss(int version)
    {
        var file = new NetTraceFile(version);
        if (version >= 6) file.Threads((1, 7, 8, ""), (2, 7, 9, ""), (3, 7, 10, ""));
        file.Events(
            new NetTraceEvent(Custom, 1500) { Number = 3 }, // 1 and 2 are lost
            new NetTraceEvent(Custom, 1600) { Number = 4 },
            new NetTraceEvent(Custom, 1700) { Thread = 2, Number = 1 },
            new NetTraceEvent(Custom, 1800) { Number = 8 }, // 5 to 7 are lost
            new NetTraceEvent(Custom, 1900) { Thread = 2, Number = 2 });
        file.SequencePoint(2000, (1, 8), (2, 4), (3, 10)); // two of thread 2 and all of thread 3 are lost
        Assert.Equal(2 + 3 + 2 + 10, Read(file.End()).LostCount);
    }

    [Fact]
    public void The_id_of_a_thread_that_ended_is_used_again_without_a_loss()
    {
        var file = new NetTraceFile();
        file.Events(new NetTraceEvent(Custom, 1500), new NetTraceEvent(Custom, 1600), new NetTraceEvent(Custom, 1700) { Number = 1 });
        file.SequencePoint(2000, (1, 1));
        Assert.Equal(0, Read(file.End()).LostCount);
    }

    [Fact]
    public void Numbers_of_events_begin_again_after_the_last_one_that_fits()
    {
        var file = new NetTraceFile();
        file.SequencePoint(1000, (1, 5)).SequencePoint(1100, (1, int.MaxValue)).SequencePoint(1200, (1, uint.MaxValue));
        long before = Read(file).LostCount;
        file.Events(new NetTraceEvent(Custom, 1500) { Number = 0 }, new NetTraceEvent(Custom, 1600) { Number = 1 });
        Assert.Equal(before, Read(file.End()).LostCount);
    }

    [Fact]
    public void An_event_of_an_unknown_type_is_reported()
    {
        var file = new NetTraceFile();
        file.Events(new NetTraceEvent(99, 1500), new NetTraceEvent(ThreadSample, 1600) { Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("event of an unknown type (1)", profile.Diagnostics.Single().ToString());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Blocks_of_unknown_kinds_are_skipped(int version)
    {
        var file = new NetTraceFile(version);
        if (version >= 6) file.Threads((1, 7, 8, ""));
        file.Block(77, [1, 2, 3]).Block(78, []).Events(new NetTraceEvent(ThreadSample, 1600) { Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(1, profile.Samples.Count);
        Assert.Empty(profile.Diagnostics);
    }

    [Theory]
    [InlineData(3, 3, "version 3")]
    [InlineData(7, 7, "version 7")]
    [InlineData(5, 6, "version 5")]
    public void Other_versions_are_refused_with_both_versions(int version, int minimumReader, string found)
    {
        byte[] bytes = new NetTraceFile(version == 7 ? 7 : version, minimumReader: minimumReader).End().ToArray();
        var exception = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(bytes));
        Assert.Equal(ProfileReadError.UnsupportedVersion, exception.Error);
        Assert.Contains(found, exception.Message);
        Assert.Contains("4, 5 and 6", exception.Message);
    }

    [Fact]
    public void A_later_version_that_older_readers_can_read_is_read()
    {
        byte[] bytes = new NetTraceFile(5, minimumReader: 4).End().ToArray();
        Assert.Empty(ProfileFormats.Default.Parse(bytes).Samples.Times.ToArray());
    }

    [Fact]
    public void The_format_before_nettrace_is_refused()
    {
        byte[] bytes = new NetTraceFile().ToArray()[8..];
        var exception = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(bytes));
        Assert.Contains(".netperf", exception.Message);
    }

    [Fact]
    public void Data_after_the_end_is_reported()
    {
        Profile profile = ProfileFormats.Default.Parse((byte[])[.. Shop(4, true).ToArray(), 1, 2, 3]);
        Assert.Equal(4, profile.Samples.Count);
        Assert.Equal("data after the end of the recording (1)", profile.Diagnostics.Single().ToString());
    }
}
