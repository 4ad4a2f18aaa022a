using FlameScope.Model;
using FlameScope.TestData;
using Xunit;
using static FlameScope.Parsing.Tests.NetTraceFile;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the samples of recordings.</summary>
public class NetTraceSampleTests
{
    private const string Main = "Shop.Orders.Main(int32)";
    private const string Price = "Shop.Orders.Price(int32)";

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Managed_and_external_samples_are_two_events(int version, bool isCompressed)
    {
        Profile profile = Read(Shop(version, isCompressed));

        Assert.Equal("nettrace", profile.Format);
        Assert.Equal(["cpu", "external", "external", "cpu"], EventsOf(profile));
        Assert.Equal([500, 600, 700, 800], profile.Samples.Times.ToArray());
        Assert.Equal([$"{Price};{Main}", Main, "", $"{Price};{Main}"], StacksOf(profile));
        Assert.Equal("cpu", profile.Events[profile.DefaultEvent!.Value]);
        Assert.Equal(0, profile.LostCount);
        Assert.Empty(profile.Diagnostics);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Any_block_size_and_any_encoding_of_headers_give_the_same_profile(int version)
    {
        byte[] plain = Shop(version, isCompressed: false).ToArray();
        byte[] compressed = Shop(version, isCompressed: true).ToArray();
        Profile expected = ProfileFormats.Default.Parse(plain);
        ProfileAssert.Same(expected, ProfileFormats.Default.Parse(compressed));
        for (int size = 1; size < 80; size++)
        {
            var options = new ProfileReadOptions { BlockSize = size };
            ProfileAssert.Same(expected, ProfileFile.Open(new MemoryStream(plain), options));
            ProfileAssert.Same(expected, ProfileFile.Open(new MemoryStream(compressed), options));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Addresses_have_the_size_of_a_pointer_of_the_recorded_machine(int pointerSize)
    {
        var file = new NetTraceFile(pointerSize: pointerSize);
        file.Stacks(1, [0x2010, 0x1010]).Events(new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ManagedSample });
        Assert.Equal([$"{Price};{Main}"], StacksOf(Read(WithRundown(file))));
    }

    [Fact]
    public void The_address_of_a_caller_at_the_end_of_its_method_is_not_in_the_next_method()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x3010, 0x1100], [0x1100]);
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ManagedSample },
            new NetTraceEvent(ThreadSample, 1600) { Stack = 2, Payload = ManagedSample },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x1000, 0x100, "Main") },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x1100, 0x100, "Next") },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x3000, 0x100, "Throw") });
        Assert.Equal([$"Shop.Orders.Throw(int32);{Main}", "Shop.Orders.Next(int32)"], StacksOf(Read(file.End())));
    }

    [Theory]
    [InlineData(1_000_000_000, 1_234_567, 1_234_567)]
    [InlineData(10_000_000, 3, 300)]
    [InlineData(3_124_099, 3_124_099, 1_000_000_000)]
    [InlineData(3_124_099, 1, 320)]
    [InlineData(3_124_099, 31_240_990_000_000, 10_000_000_000_000_000)]
    [InlineData(10_000_000_000, 25, 2)]
    public void Ticks_become_nanoseconds_since_the_start_without_rounding_in_between(long frequency, ulong ticks, long expected)
    {
        var file = new NetTraceFile(start: 5_000_000, frequency: frequency);
        file.Events(new NetTraceEvent(ThreadSample, 5_000_000 + ticks) { Payload = ManagedSample });
        Assert.Equal(expected, Read(file.End()).Samples.Times[0]);
    }

    [Fact]
    public void The_clock_of_the_recording_is_tied_to_the_wall_clock_at_its_start()
    {
        WallClock clock = Read(Shop(4, true)).Header.Clock!;
        Assert.Equal(new DateTime(2026, 11, 28, 16, 6, 7, 602, DateTimeKind.Utc), clock.Wall);
        Assert.Equal(0, clock.SampleTime);
    }

    [Fact]
    public void A_time_that_does_not_fit_is_no_time()
    {
        var file = new NetTraceFile(start: 0, frequency: 1);
        file.Events(new NetTraceEvent(ThreadSample, 10_000_000_000) { Payload = ManagedSample }, new NetTraceEvent(ThreadSample, 10_000_000_001) { Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(2, profile.Samples.UntimedCount);
        Assert.Equal("sample with a time that is out of range (2)", profile.Diagnostics.Single().ToString());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Threads_have_their_system_ids_and_the_recorded_process(int version)
    {
        Profile profile = Read(Shop(version, true));
        ThreadInfo thread = profile.Threads[profile.Samples.Threads[0]];
        Assert.Equal(version == 6 ? 700 : 77, thread.Pid);
        Assert.Equal(version == 6 ? 701 : 1, thread.Tid);
        Assert.Equal(version == 6 ? "worker" : "", profile.Comms[thread.Comm]);
    }

    [Fact]
    public void The_processor_of_a_sample_is_not_that_of_the_thread_that_took_it()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010]);
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Writer = 9, Processor = 3, Payload = ManagedSample },
            new NetTraceEvent(Custom, 1600) { Stack = 1, Processor = 5 },
            new NetTraceEvent(Custom, 1700) { Stack = 1, Processor = uint.MaxValue });
        Assert.Equal([SampleTable.NoCpu, 5, SampleTable.NoCpu], Read(WithRundown(file)).Samples.Cpus.ToArray());
    }

    [Fact]
    public void A_sample_without_its_type_is_external_and_reported()
    {
        var file = new NetTraceFile();
        file.Events(new NetTraceEvent(ThreadSample, 1500));
        Profile profile = Read(file.End());
        Assert.Equal(["external"], EventsOf(profile));
        Assert.Equal("external", profile.Events[profile.DefaultEvent!.Value]);
        Assert.Equal("sample without a type (1)", profile.Diagnostics.Single().ToString());
    }

    [Fact]
    public void The_process_and_its_machine_are_facts_of_the_header()
    {
        var file = new NetTraceFile();
        byte[] info = new NetTracePayload().Utf16("/usr/bin/dotnet /app/Shop.dll 2").Utf16("Linux").Utf16("x64").ToArray();
        file.Events(new NetTraceEvent(ProcessInfo, 1400) { Payload = info }, new NetTraceEvent(ThreadSample, 1500) { Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal("x64", profile.Header.Architecture);
        Assert.Equal(2, profile.Header.CpusOnline);
        Assert.Equal(1000, profile.Header.SampleFrequency);
        Assert.Contains(profile.Header.Facts, fact => fact is { Name: "command line", Value: "/usr/bin/dotnet /app/Shop.dll 2" });
        Assert.Equal("dotnet", profile.Comms[profile.Threads[profile.Samples.Threads[0]].ProcessName!.Value]);
    }

    public static TheoryData<int, bool> Encodings => new() { { 4, true }, { 4, false }, { 5, true }, { 5, false }, { 6, true }, { 6, false } };

    /// <summary>A recording with four samples of two threads and the names of their methods at the end.</summary>
    internal static NetTraceFile Shop(int version, bool isCompressed)
    {
        var file = new NetTraceFile(version) { IsCompressed = isCompressed };
        if (version >= 6) file.Threads((1, 700, 701, "worker"), (2, 700, 702, ""), (9, 700, 709, "sampler"));
        file.Stacks(1, [0x2010, 0x1010], [0x1010]);
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Writer = 9, Payload = ManagedSample },
            new NetTraceEvent(ThreadSample, 1600) { Stack = 2, Writer = 9, Payload = ExternalSample },
            new NetTraceEvent(ThreadSample, 1800) { Stack = 1, Writer = 9, Payload = ManagedSample });
        file.Events(new NetTraceEvent(ThreadSample, 1700) { Thread = 2, Writer = 9, Payload = ExternalSample });
        return WithRundown(file);
    }

    internal static NetTraceFile WithRundown(NetTraceFile file)
    {
        file.SequencePoint(8000);
        return file.Events(
            new NetTraceEvent(Module, 9000) { Payload = new NetTracePayload().Long(5).Long(0).Int(0).Int(0).Utf16("/app/Shop.dll").Utf16("").ToArray() },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x1000, 0x100, "Main") },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x2000, 0x100, "Price") }).End();
    }

    internal static Profile Read(NetTraceFile file) => ProfileFormats.Default.Parse(file.ToArray());

    internal static string[] EventsOf(Profile profile) => [.. profile.Samples.Events.ToArray().Select(id => profile.Events[id])];

    internal static string[] StacksOf(Profile profile) => [.. profile.Samples.Stacks.ToArray().Select(stack =>
        string.Join(';', profile.Stacks.GetFrames(stack).Select(frame => profile.Symbols[profile.Frames[frame].Symbol])))];
}
