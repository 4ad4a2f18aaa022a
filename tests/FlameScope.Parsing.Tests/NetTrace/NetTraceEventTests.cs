using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.NetTraceFile;
using static FlameScope.Parsing.Tests.NetTraceSampleTests;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the events other than samples, of the rule for threads that wait, and of machine-wide recordings.</summary>
public class NetTraceEventTests
{
    [Fact]
    public void Events_with_stacks_are_samples_of_their_own_events_and_others_are_not()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010, 0x1010], []);
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Payload = ManagedSample },
            new NetTraceEvent(Custom, 1600) { Stack = 1 },
            new NetTraceEvent(Custom, 1700) { Stack = 2 }, // the recorder found no frames
            new NetTraceEvent(Custom, 1800),
            new NetTraceEvent(ExceptionThrown, 1900) { Stack = 1, Payload = new NetTracePayload().Utf16("System.IO.IOException").Utf16("no disk").ToArray() });
        Profile profile = Read(WithRundown(file));
        Assert.Equal(["cpu", "Shop-Events/OrderPlaced", "Microsoft-Windows-DotNETRuntime/Exception/Start"], EventsOf(profile));
        Assert.Equal("cpu", profile.Events[profile.DefaultEvent!.Value]);
        Assert.Equal("exception=System.IO.IOException", LabelsOf(profile, 2));
    }

    [Fact]
    public void Events_whose_names_are_equal_in_UTF_8_are_one_event()
    {
        // Each half of a surrogate pair becomes the replacement character.
        NetTraceFile file = new NetTraceFile().Types((20, "Shop", 1, "\ud800"), (21, "Shop", 2, "\udc00"));
        file.Stacks(1, [0x2010]);
        file.Events(
            new NetTraceEvent(20, 1500) { Stack = 1 },
            new NetTraceEvent(21, 1600) { Stack = 1 },
            new NetTraceEvent(ThreadSample, 1700) { Stack = 1, Payload = ManagedSample });
        Profile profile = Read(WithRundown(file));
        Assert.Equal(["Shop/\ufffd", "Shop/\ufffd", "cpu"], EventsOf(profile));
        Assert.Equal(2, profile.Events.Count);
        Assert.Equal("cpu", profile.Events[profile.DefaultEvent!.Value]);
    }

    [Fact]
    public void Allocations_have_their_bytes_and_type()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010]);
        file.Events(
            new NetTraceEvent(AllocationTick, 1500)
            {
                Stack = 1,
                Payload = new NetTracePayload().Int(7).Int(0).Short(0).Long(106_496).Long(0x7f00).Utf16("System.Byte[]").Int(0).Long(0).Long(24).ToArray(),
            },
            new NetTraceEvent(AllocationTick, 1600) { Stack = 1, Payload = new NetTracePayload().Int(100).Int(0).Short(0).ToArray() });
        Profile profile = Read(WithRundown(file));
        SampleEventId id = profile.Samples.Events[0];
        Assert.Equal("Microsoft-Windows-DotNETRuntime/GC/AllocationTick", profile.Events[id]);
        Assert.Equal(new SampleValueType("allocated", "bytes"), profile.GetValueTypes(id).Single());
        Assert.Equal([106_496, 100], profile.Samples.GetValues(0).ToArray());
        Assert.Equal("type=System.Byte[]", LabelsOf(profile, 0));
        Assert.Null(profile.DefaultEvent);
    }

    [Fact]
    public void Contention_has_the_time_that_a_thread_waited()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010]);
        file.Events(
            new NetTraceEvent(ContentionStop, 1500) { Stack = 1, Payload = new NetTracePayload().Byte(0).Short(0).Double(300_000_000.4).ToArray() },
            new NetTraceEvent(ContentionStop, 1600) { Stack = 1, Payload = new NetTracePayload().Byte(0).Short(0).Double(double.NaN).ToArray() });
        Profile profile = Read(WithRundown(file));
        Assert.Equal(new SampleValueType("waited", "nanoseconds"), profile.GetValueTypes(profile.Samples.Events[0]).Single());
        Assert.Equal([300_000_000, 0], profile.Samples.GetValues(0).ToArray());
    }

    [Fact]
    public void The_end_of_waiting_for_a_lock_has_the_stack_of_its_beginning_on_that_thread()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010, 0x1010], [0x1010]);
        byte[] duration = new NetTracePayload().Byte(0).Short(0).Double(5).ToArray();
        file.Events(
            new NetTraceEvent(ContentionStart, 1500) { Stack = 1 },
            new NetTraceEvent(ContentionStart, 1550) { Thread = 2, Stack = 2 },
            new NetTraceEvent(ContentionStop, 1600) { Payload = duration },
            new NetTraceEvent(ContentionStop, 1650) { Thread = 3, Payload = duration });
        Profile profile = Read(WithRundown(file));
        Assert.Equal(3, profile.Samples.Count);
        Assert.Equal("Microsoft-Windows-DotNETRuntime/Contention/Stop", EventsOf(profile)[2]);
        Assert.Equal("Shop.Orders.Price(int32);Shop.Orders.Main(int32)", StacksOf(profile)[2]);
    }

    [Fact]
    public void A_value_that_does_not_fit_is_reported_and_its_sample_is_left_out()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010]);
        byte[] payload = new NetTracePayload().Int(7).Int(0).Short(0).Long(ulong.MaxValue).Long(0).Utf16("").ToArray();
        file.Events(new NetTraceEvent(AllocationTick, 1500) { Stack = 1, Payload = payload });
        Profile profile = Read(WithRundown(file));
        Assert.Equal(0, profile.Samples.Count);
        Assert.Equal("sample with a value that is too large (1)", profile.Diagnostics.Single().ToString());
    }

    [Fact]
    public void An_event_with_too_few_fields_is_reported_and_its_sample_is_kept()
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x2010]);
        file.Events(new NetTraceEvent(AllocationTick, 1500) { Stack = 1, Payload = [1, 2] }, new NetTraceEvent(MethodLoad, 1500) { Payload = [1, 2, 3] });
        Profile profile = Read(WithRundown(file));
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("event without its fields (2)", profile.Diagnostics.Single().ToString());
    }

    [Theory]
    [InlineData("System.Threading.Thread", "Sleep", true)]
    [InlineData("System.Threading.Thread", "Join", true)]
    [InlineData("System.Threading.WaitHandle", "WaitOneNoCheck", true)]
    [InlineData("System.Threading.Monitor", "Wait", true)]
    [InlineData("System.Threading.LowLevelLifoSemaphore", "WaitNative", true)]
    [InlineData("System.Threading.PortableThreadPool+WorkerThread", "WorkerThreadStart", true)]
    [InlineData("System.Net.Sockets.SocketAsyncEngine", "EventLoop", true)]
    [InlineData("System.Threading.Monitor", "Enter_Slowpath", false)]
    [InlineData("System.Threading.ThreadPoolWorkQueue", "Enqueue", false)]
    [InlineData("Shop.Threading.Thread", "Sleep", false)]
    public void Samples_of_threads_that_only_wait_are_idle(string type, string method, bool isIdle)
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x5010, 0x1010], [0x6010, 0x5010, 0x1010], [0x2010, 0x5010]);
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ExternalSample },
            new NetTraceEvent(ThreadSample, 1600) { Stack = 2, Payload = ManagedSample }, // stopped for the profiler on the way back
            new NetTraceEvent(ThreadSample, 1700) { Stack = 3, Payload = ManagedSample }, // a callback that works
            new NetTraceEvent(Custom, 1800) { Stack = 1 },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x5000, 0x100, method, type) },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x6000, 0x100, "<PollGC>g__PollGCWorker|67_0", "System.Threading.Thread", "void  ()") });
        Profile profile = Read(WithRundown(file));
        Assert.Equal([isIdle, isIdle, false, false], Enumerable.Range(0, 4).Select(profile.IsIdle));
    }

    [Theory]
    [InlineData("EventLoop", true)]
    [InlineData("HandleEvents", false)]
    public void A_thread_in_a_stub_without_a_name_waits_if_the_caller_of_the_stub_does(string method, bool isIdle)
    {
        var file = new NetTraceFile();
        file.Stacks(1, [0x9010, 0x5010, 0x1010], [0x9010, 0x9110, 0x5010], [0x9010]);
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Stack = 1, Payload = ManagedSample },
            new NetTraceEvent(ThreadSample, 1600) { Stack = 2, Payload = ManagedSample }, // code whose names are not known
            new NetTraceEvent(ThreadSample, 1700) { Stack = 3, Payload = ManagedSample },
            new NetTraceEvent(Rundown, 9000) { Payload = Method(0x5000, 0x100, method, "System.Net.Sockets.SocketAsyncEngine") });
        Profile profile = Read(WithRundown(file));
        Assert.Equal([isIdle, false, false], Enumerable.Range(0, 3).Select(profile.IsIdle));
    }

    [Fact]
    public void A_thread_without_frames_is_not_known_to_wait()
    {
        var file = new NetTraceFile();
        file.Events(new NetTraceEvent(ThreadSample, 1500) { Payload = ExternalSample });
        Assert.False(Read(file.End()).IsIdle(0));
    }

    [Fact]
    public void Machine_wide_recordings_have_processes_mapped_files_symbols_and_the_kernel()
    {
        const ulong Kernel = 0xffff_ffff_8100_0000;
        var file = new NetTraceFile(6, hasTypes: false);
        file.Types((1, "Universal.System", 0, "ProcessCreate"), (2, "Universal.System", 0, "ProcessMapping"), (3, "Universal.System", 0, "ProcessSymbol"),
            (4, "Universal.Events", 0, "cpu"), (5, "Universal.Events", 0, "cswitch"));
        file.Threads((1, 70, 71, "web"), (2, 80, 81, "db"));
        file.Events(
            new NetTraceEvent(1, 1100) { Payload = new NetTracePayload().VarInt(70).ShortText("shop").ShortText("").ToArray() },
            Mapping(1, id: 1, 0x1000, 0x9000, "/usr/lib/libc.so.6"),
            Mapping(1, id: 2, 0x20000, 0x30000, "/memfd:doublemapper (deleted)"),
            Mapping(2, id: 3, 0x1000, 0x9000, "/usr/bin/db"),
            Mapping(2, id: 4, Kernel, Kernel + 0x10000, "vmlinux"),
            Symbol(1, id: 1, mapping: 1, 0x2000, 0x2100, "memcpy"),
            Symbol(1, id: 2, mapping: 2, 0x20000, 0x20100, "void [Shop] Shop.Orders::Main()[Tier0]"),
            Symbol(2, id: 3, mapping: 4, Kernel + 0x100, Kernel + 0x200, "do_idle"));
        file.Stacks(1, [Kernel + 0x110, 0x2010, 0x20010], [0x2010]);
        file.Events(
            new NetTraceEvent(4, 1500) { Thread = 1, Stack = 1, Processor = 3, Payload = new NetTracePayload().VarInt(1).ToArray() },
            new NetTraceEvent(4, 1600) { Thread = 2, Stack = 2, Payload = new NetTracePayload().VarInt(300).ToArray() },
            new NetTraceEvent(5, 1700) { Thread = 2, Stack = 1, Payload = new NetTracePayload().VarInt(5_000_000).ToArray() },
            new NetTraceEvent(4, 1800) { Thread = 2, Payload = new NetTracePayload().VarInt(1).ToArray() });
        Profile profile = Read(file.End());
        Assert.Empty(profile.Diagnostics);
        Assert.Equal(["cpu", "cpu", "cswitch", "cpu"], EventsOf(profile));
        Assert.Equal([1, 300, 5_000_000, 1], profile.Samples.GetValues(0).ToArray());
        Assert.Equal(
            ["do_idle;memcpy;void [Shop] Shop.Orders::Main()[Tier0]", "[unknown]", "do_idle;[unknown];[unknown] 0x20010", ""],
            StacksOf(profile));
        Frame[] frames = [.. profile.Stacks.GetFrames(profile.Samples.Stacks[0]).Select(frame => profile.Frames[frame])];
        Assert.Equal([FrameKind.Kernel, FrameKind.User, FrameKind.Jit], frames.Select(frame => frame.Kind));
        Assert.Equal(["vmlinux", "/usr/lib/libc.so.6", ""], frames.Select(frame => profile.Modules[frame.Module]));
        Assert.Equal("/usr/bin/db", profile.Modules[profile.Frames[profile.Stacks.GetFrames(profile.Samples.Stacks[1])[0]].Module]);
        ThreadInfo thread = profile.Threads[profile.Samples.Threads[0]];
        Assert.Equal((70, 71, "web", "shop"), (thread.Pid, thread.Tid, profile.Comms[thread.Comm], profile.Comms[thread.ProcessName!.Value]));
        Assert.Equal([3, 0, 0, 0], profile.Samples.Cpus.ToArray());
    }

    [Fact]
    public void Labels_of_version_6_are_labels()
    {
        var file = new NetTraceFile(6);
        file.Threads((1, 7, 8, ""));
        file.Block(8, new NetTracePayload().Int(1).Int(2)
            .Byte(5).Text("tenant").Text("blue").Byte(0x86).Text("order").VarInt(13) // -7
            .Byte(0x83).Bytes([.. Enumerable.Range(1, 16).Select(i => (byte)i)]).ToArray());
        file.Events(
            new NetTraceEvent(ThreadSample, 1500) { Payload = ManagedSample },
            new NetTraceEvent(ThreadSample, 1600) { Labels = 1, Payload = ManagedSample },
            new NetTraceEvent(ThreadSample, 1700) { Labels = 2, Payload = ManagedSample },
            new NetTraceEvent(ThreadSample, 1800) { Labels = 3, Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(
            ["", "order=-7 tenant=blue", "trace_id=0102030405060708090a0b0c0d0e0f10", ""],
            Enumerable.Range(0, 4).Select(i => LabelsOf(profile, i)));
    }

    [Fact]
    public void Thread_indexes_of_version_6_may_be_defined_again()
    {
        var file = new NetTraceFile(6);
        file.Threads((1, 7, 8, "first")).Events(new NetTraceEvent(ThreadSample, 1500) { Payload = ManagedSample });
        file.SequencePoint(1550, flags: 1, [(1, 1)]);
        file.Threads((1, 7, 9, "second")).Events(new NetTraceEvent(ThreadSample, 1600) { Payload = ManagedSample }, new NetTraceEvent(ThreadSample, 1700) { Thread = 5, Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(["first", "second", ""], profile.Samples.Threads.ToArray().Select(id => profile.Comms[profile.Threads[id].Comm]));
        Assert.Equal("event of an unknown thread (1)", profile.Diagnostics.Single().ToString());
    }

    private static NetTraceEvent Mapping(ulong thread, ulong id, ulong start, ulong end, string path) => new(2, 1200)
    {
        Thread = thread,
        Payload = new NetTracePayload().VarInt(id).VarInt(0).VarInt(start).VarInt(end).VarInt(0).ShortText(path).VarInt(0).ToArray(),
    };

    private static NetTraceEvent Symbol(ulong thread, ulong id, ulong mapping, ulong start, ulong end, string name) => new(3, 9000)
    {
        Thread = thread,
        Payload = new NetTracePayload().VarInt(id).VarInt(mapping).VarInt(start).VarInt(end).ShortText(name).ToArray(),
    };

    private static string LabelsOf(Profile profile, int sample) => profile.Samples.LabelSets.IsEmpty
        ? ""
        : string.Join(' ', profile.LabelSets[profile.Samples.LabelSets[sample]].Select(label => label.ToString()).Order(StringComparer.Ordinal));
}
