using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.PerfDataFile;

namespace FlameScope.Parsing.Tests;

/// <summary>The fields and records of perf.data.</summary>
public class PerfDataTests
{
    private static PerfDataFile Usual1(bool isBigEndian = false) => new PerfDataFile(isBigEndian).Event()
        .Comm(100, 10, 10, "app").Mmap2(110, 10, 0x1000, 0x1000, 0, "/bin/app").Mmap2(110, 10, 0x5000, 0x1000, 0, "/lib/x.so")
        .Sample(1_000_000_000_123, 10, 0x1010, [UserMark, 0x1010, 0x5020], period: 7);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_byte_orders_are_read(bool isBigEndian)
    {
        foreach (byte[] file in (byte[][])[Usual1(isBigEndian).ToFile(), Usual1(isBigEndian).ToPipe()])
        {
            Profile profile = Read(file, isStrict: true);
            Assert.Equal("perf.data", profile.Format);
            Assert.Equal(1_000_000_000_123, Assert.Single(profile.Samples.Times.ToArray()));
            Assert.Equal("[/bin/app] [/lib/x.so]", Stack(profile));
            Assert.Equal("app", Comm(profile));
            Assert.Equal("cpu-clock", profile.Events[profile.Samples.Events[0]]);
            Assert.Equal(7, profile.Samples.Periods[0]);
            Assert.Null(profile.Samples.Cpus[0] is SampleTable.NoCpu ? null : "a processor");
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(112)]
    [InlineData(136)]
    [InlineData(144)]
    [InlineData(400)]
    public void The_length_of_attributes_is_that_of_the_file(int length)
    {
        PerfDataFile file = new PerfDataFile { AttributeLength = length }.Event(ids: [5]).Event(config: 1, ids: [6]).Sample(1, 10, 16);
        Assert.Equal(1, Read(file.ToFile(), isStrict: true).Samples.Count);
        Assert.Equal(1, Read(file.ToPipe(), isStrict: true).Samples.Count);
    }

    [Fact]
    public void All_fields_before_and_after_the_call_chain_are_skipped_by_their_lengths()
    {
        const ulong Fields = Identifier | Usual | Addr | Id | StreamId | Cpu | Counter | Raw | BranchStack | RegsUser | StackUser;
        PerfDataFile file = new PerfDataFile().Event(Fields, readFormat: 1 | 2 | 4 | 16, branches: 1 << 17, registers: 0b111, ids: [77]);
        RecordBytes body = file.New().UInt64(77).UInt64(0x1010).UInt32(10).UInt32(11).UInt64(500).UInt64(1).UInt64(77).UInt64(3).UInt32(2).UInt32(0).UInt64(9)
            .UInt64(40).UInt64(1).UInt64(1).UInt64(77).UInt64(0) // counter: value, times, identifier, lost
            .UInt64(2).UInt64(UserMark).UInt64(0x1010) // call chain
            .UInt32(12).Bytes(new byte[12]) // raw
            .UInt64(1).UInt64(0).Bytes(new byte[24]) // branches with the hardware index
            .UInt64(0) // no registers
            .UInt64(0); // no stack
        Profile profile = Read(file.Record(9, UserMode, body).ToFile(), isStrict: true);
        Assert.Equal(500, profile.Samples.Times[0]);
        Assert.Equal(2, profile.Samples.Cpus[0]);
        Assert.Equal(40, profile.Samples.Periods[0]); // the counter's difference, as in perf
        Assert.Equal(11, profile.Threads[profile.Samples.Threads[0]].Tid);
        Assert.Single(profile.Stacks.GetFrames(profile.Samples.Stacks[0]));
    }

    [Fact]
    public void Several_events_are_told_apart_by_identifier()
    {
        PerfDataFile file = new PerfDataFile().Event(Identifier | Usual, ids: [71, 72]).Event(Identifier | Usual, config: 2, ids: [73]);
        foreach (ulong id in (ulong[])[73, 72, 99, 73])
        {
            file.Record(9, UserMode, file.New().UInt64(id).UInt64(16).UInt32(10).UInt32(10).UInt64(id).UInt64(1).UInt64(1).UInt64(16));
        }
        Profile profile = Read(file.ToFile());
        Assert.Equal(["cpu-clock", "page-faults", "page-faults"], profile.Samples.Events.ToArray().Select(e => profile.Events[e]));
        Assert.Equal("sample of an unknown event (1)", Assert.Single(profile.Diagnostics).ToString());
    }

    [Fact]
    public void Names_of_events_come_from_the_description_and_from_updates()
    {
        PerfDataFile file = new PerfDataFile().Event(Identifier | Usual, type: 2, config: 300, ids: [71]).Event(Identifier | Usual, type: 4, config: 0x1a8, ids: [72]);
        RecordBytes description = file.New().UInt32(1).UInt32(136).Bytes(new byte[136]).UInt32(1).CountedText("sched:sched_switch").UInt64(71);
        file.Feature(12, description).Record(78, 0, file.New().UInt64(2).UInt64(72).Text("my-event"));
        foreach (ulong id in (ulong[])[71, 72])
        {
            file.Record(9, UserMode, file.New().UInt64(id).UInt64(16).UInt32(10).UInt32(10).UInt64(id).UInt64(1).UInt64(1).UInt64(16));
        }
        foreach (byte[] input in (byte[][])[file.ToFile(), file.ToPipe()])
        {
            Profile profile = Read(input, isStrict: true);
            Assert.Equal(["sched:sched_switch", "my-event"], profile.Samples.Events.ToArray().Select(e => profile.Events[e]));
        }
    }

    [Fact]
    public void A_group_of_counters_is_one_sample_per_event_that_occurred()
    {
        PerfDataFile file = new PerfDataFile().Event(Identifier | Ip | Tid | Time | Counter, readFormat: 4 | 8, ids: [1])
            .Event(Identifier | Ip | Tid | Time | Counter, config: 1, readFormat: 4 | 8, ids: [2]);
        foreach ((ulong time, ulong first, ulong second) in ((ulong, ulong, ulong)[])[(10, 100, 5), (20, 150, 5)])
        {
            file.Record(9, UserMode, file.New().UInt64(1).UInt64(16).UInt32(10).UInt32(10).UInt64(time).UInt64(2).UInt64(first).UInt64(1).UInt64(second).UInt64(2));
        }
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal([100, 5, 50], profile.Samples.Periods.ToArray());
        Assert.Equal(["cpu-clock", "task-clock", "cpu-clock"], profile.Samples.Events.ToArray().Select(e => profile.Events[e]));
    }

    [Fact]
    public void Without_a_period_it_is_that_of_the_event_and_without_a_time_samples_are_untimed()
    {
        PerfDataFile file = new PerfDataFile().Event(Ip | Tid, period: 1000);
        Profile profile = Read(file.Record(9, UserMode, file.New().UInt64(16).UInt32(10).UInt32(10)).ToFile(), isStrict: true);
        Assert.Equal(1000, profile.Samples.Periods[0]);
        Assert.Equal(SampleTable.NoTime, profile.Samples.Times[0]);
        Assert.Single(profile.Stacks.GetFrames(profile.Samples.Stacks[0]));
    }

    [Fact]
    public void Context_marks_set_the_kind_and_are_no_frames()
    {
        PerfDataFile file = new PerfDataFile().Event().Mmap(0, -1, 0xffffffff81000000, 0x1000000, 0xffffffff81000000, "[kernel.kallsyms]_text", KernelMode)
            .Mmap(0, -1, 0xffffffffc0000000, 0x1000, 0, "/lib/modules/6.1/kernel/nf-conntrack.ko.xz", KernelMode).Mmap2(5, 10, 0x1000, 0x1000, 0, "/bin/app")
            .Sample(10, 10, 0xffffffff81000010, [KernelMark, 0xffffffff81000010, 0xffffffffc0000010, UserMark, 0x1010, 0], misc: KernelMode);
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal("[[kernel.kallsyms]] [[nf_conntrack]] [/bin/app] []", Stack(profile));
        Assert.Equal(
            [FrameKind.Kernel, FrameKind.Kernel, FrameKind.User, FrameKind.Unknown],
            profile.Stacks.GetFrames(profile.Samples.Stacks[0]).Select(id => profile.Frames[id].Kind));
    }

    [Fact]
    public void An_unknown_context_mark_ends_the_call_chain_and_is_counted()
    {
        Profile profile = Read(new PerfDataFile().Event().Sample(10, 10, 0x10, [UserMark, 0x10, ulong.MaxValue - 5, 0x20]).ToFile());
        Assert.Single(profile.Stacks.GetFrames(profile.Samples.Stacks[0]));
        Assert.Equal("call chain with an unknown context mark (1)", Assert.Single(profile.Diagnostics).ToString());
    }

    [Fact]
    public void An_empty_call_chain_is_an_empty_stack_and_no_call_chain_is_one_frame()
    {
        Assert.Empty(Stack(Read(new PerfDataFile().Event().Sample(10, 10, 0x10, []).ToFile(), isStrict: true)));
        PerfDataFile file = new PerfDataFile().Event(Ip | Tid | Time);
        Assert.Equal("[]", Stack(Read(file.Record(9, UserMode, file.New().UInt64(16).UInt32(10).UInt32(10).UInt64(1)).ToFile(), isStrict: true)));
    }

    [Fact]
    public void A_branch_stack_that_is_a_call_chain_replaces_the_user_part()
    {
        PerfDataFile file = new PerfDataFile().Event(Ip | Tid | Time | Callchain | BranchStack, branches: 1 << 11).Mmap2(1, 10, 0x1000, 0x10000, 0, "/bin/app");
        RecordBytes body = file.New().UInt64(0x1010).UInt32(10).UInt32(10).UInt64(5).UInt64(4).UInt64(KernelMark).UInt64(0xffffffff81000000).UInt64(UserMark).UInt64(0x9999)
            .UInt64(2).UInt64(0x2000).UInt64(0x1000).UInt64(0).UInt64(0x3000).UInt64(0x2004).UInt64(0);
        Assert.Equal("[[kernel.kallsyms]] [/bin/app] [/bin/app] [/bin/app]", Stack(Read(file.Record(9, KernelMode, body).ToFile(), isStrict: true)));
    }

    [Fact]
    public void A_user_stack_without_registers_is_not_unwound_and_with_registers_starts_at_the_instruction_pointer()
    {
        PerfDataFile file = new PerfDataFile().Event(Ip | Tid | Time | Callchain | RegsUser | StackUser, registers: 1UL << 7 | 1UL << 8).Mmap2(1, 10, 0x1000, 0x1000, 0, "/bin/app");
        RecordBytes Start(ulong time) => file.New().UInt64(0xffffffff81000000).UInt32(10).UInt32(10).UInt64(time).UInt64(2).UInt64(KernelMark).UInt64(0xffffffff81000000);
        file.Record(9, KernelMode, Start(5).UInt64(0).UInt64(16).Bytes(new byte[16]).UInt64(16));
        file.Record(9, KernelMode, Start(6).UInt64(2).UInt64(0x7fff0000).UInt64(0x1010).UInt64(16).Bytes(new byte[16]).UInt64(16));
        Profile profile = Read(file.ToFile());
        Assert.Equal("[[kernel.kallsyms]]", Stack(profile, 0));
        Assert.Equal("[[kernel.kallsyms]] [/bin/app]", Stack(profile, 1));
        Assert.Equal("user stack that was not unwound (1)", Assert.Single(profile.Diagnostics).ToString());
    }

    [Fact]
    public void Compressed_records_are_one_stream_across_records()
    {
        byte[] plain = Usual1().ToFile();
        foreach (uint type in (uint[])[81, 83])
        {
            foreach (int part in (int[])[1, 7, 50, 60_000])
            {
                foreach (bool isEnded in (bool[])[false, true])
                {
                    Profile profile = Read(Usual1().Compress(type, part, isEnded).ToFile(), isStrict: true);
                    Assert.Equal(Stack(Read(plain)), Stack(profile));
                    Assert.Equal(1, profile.Samples.Count);
                }
            }
        }
    }

    [Fact]
    public void Compressed_bytes_that_are_not_valid_are_counted()
    {
        PerfDataFile file = Usual1();
        file.Record(81, 0, file.New().Bytes(new byte[64])).Record(81, 0, file.New().Bytes(new byte[64])).Sample(2_000_000_000_000, 10, 0x1010);
        Profile profile = Read(file.ToFile());
        Assert.Equal(2, profile.Samples.Count);
        Assert.Equal("compressed record that cannot be decompressed (2)", Assert.Single(profile.Diagnostics).ToString());
    }

    [Fact]
    public void Data_that_follows_a_record_is_skipped()
    {
        PerfDataFile file = Usual1();
        file.Record(66, 0, file.New().UInt32(13)).Raw8(new byte[16]); // padded
        file.Record(71, 0, file.New().UInt64(24).UInt64(0).UInt64(0).UInt32(0).UInt32(0).UInt32(0).UInt32(0)).Raw8(new byte[24]);
        file.Sample(2_000_000_000_000, 10, 0x1010);
        foreach (byte[] bytes in (byte[][])[file.ToFile(), file.ToPipe()])
        {
            Profile profile = Read(bytes);
            Assert.Equal(2, profile.Samples.Count);
            Assert.Equal("header section that cannot be read (1)", Assert.Single(profile.Diagnostics).ToString()); // the formats of tracepoints
        }
    }

    [Fact]
    public void Lost_records_are_counted_once()
    {
        PerfDataFile file = Usual1();
        RecordBytes Trailer(RecordBytes body, ulong time) => body.UInt32(10).UInt32(10).UInt64(time);
        file.Record(2, 0, Trailer(file.New().UInt64(1).UInt64(30), 500)); // a full buffer
        file.Record(13, 0, Trailer(file.New().UInt64(5), 600)); // the processor
        file.Record(13, 0, Trailer(file.New().UInt64(28), 0)); // the same as the first, per event at the end
        file.Record(13, 1 << 15, Trailer(file.New().UInt64(1000), 0)); // filtered on request
        Assert.Equal(35, Read(file.ToFile(), isStrict: true).LostCount);
    }

    [Fact]
    public void Losses_and_throttled_parts_are_gaps()
    {
        PerfDataFile file = Usual1();
        RecordBytes Trailer(RecordBytes body, ulong time) => body.UInt32(10).UInt32(10).UInt64(time);
        RecordBytes Throttle(ulong time, ulong stream) => Trailer(file.New().UInt64(time).UInt64(1).UInt64(stream), time);
        file.Record(2, 0, Trailer(file.New().UInt64(1).UInt64(30), 1_500_000_000_000));
        file.Record(2, 0, Trailer(file.New().UInt64(1).UInt64(7), 0)); // without a time
        file.Record(6, 0, Throttle(1_100_000_000_000, 8)); // was not throttled
        file.Record(5, 0, Throttle(1_600_000_000_000, 7)).Record(5, 0, Throttle(1_650_000_000_000, 7)).Record(6, 0, Throttle(1_700_000_000_000, 7));
        file.Record(5, 0, Throttle(1_800_000_000_000, 8)); // until the end
        file.Sample(2_000_000_000_000, 10, 0x1010);
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal(37, profile.LostCount);
        RecordingGap[] expected =
        [
            new(new TimeRange(1_500_000_000_000, 1_500_000_000_000), RecordingGapKind.Lost, 30),
            new(new TimeRange(1_600_000_000_000, 1_700_000_000_000), RecordingGapKind.Throttled),
            new(new TimeRange(1_800_000_000_000, 2_000_000_000_000), RecordingGapKind.Throttled),
        ];
        Assert.Equal(expected, profile.Gaps);
        Assert.Equal(expected, Read(file.ToPipe()).Gaps);
        Assert.Equal(
            expected.Select(gap => gap with { Range = new TimeRange(gap.Range.Start + 5, gap.Range.End + 5) }),
            Profile.Merge(Profile.Empty, profile).Shift(5).Gaps);
    }

    [Fact]
    public void Unknown_records_are_skipped_and_counted()
    {
        PerfDataFile file = Usual1();
        file.Record(63, 0, file.New().UInt64(1)).Record(200, 0, file.New()).Record(68, 0, file.New()).Sample(2_000_000_000_000, 10, 0x1010);
        Profile profile = Read(file.ToFile());
        Assert.Equal(2, profile.Samples.Count);
        Assert.Equal("record of an unknown type (2)", Assert.Single(profile.Diagnostics).ToString());
    }

    [Fact]
    public void The_text_of_the_recorder_at_the_end_of_a_pipe_is_counted()
    {
        byte[] pipe = [.. Usual1().ToPipe(), .. "[ perf record: Woken up 1 times to write data ]\n[ perf record: Captured 0.001 MB ]\n"u8];
        Profile profile = Read(pipe);
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("text after the records (1)", Assert.Single(profile.Diagnostics).ToString());
    }

    [Fact]
    public void A_data_length_of_zero_reads_to_the_end() => Assert.Equal(1, Read(Usual1().ToFile(dataLength: 0), isStrict: true).Samples.Count);

    [Fact]
    public void A_record_without_a_length_ends_the_records_but_not_the_header_sections()
    {
        PerfDataFile file = Usual1();
        Profile profile = Read(file.Raw8(new byte[64]).Feature(3, file.New().CountedText("host")).ToFile());
        Assert.Equal("host", profile.Header.HostName);
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("record with an impossible size; the rest is not read (1)", Assert.Single(profile.Diagnostics).ToString());
    }

    [Fact]
    public void Header_sections_are_facts_of_the_recording()
    {
        PerfDataFile file = new PerfDataFile().Event(flags: 1 << 10, period: 99).Sample(10, 10, 16);
        file.Feature(3, file.New().CountedText("host")).Feature(4, file.New().CountedText("6.1")).Feature(5, file.New().CountedText("6.2"))
            .Feature(6, file.New().CountedText("x86_64")).Feature(7, file.New().UInt32(8).UInt32(4)).Feature(8, file.New().CountedText("CPU"))
            .Feature(10, file.New().UInt64(1024)).Feature(11, file.New().UInt32(2).CountedText("perf").CountedText("record"))
            .Feature(29, file.New().UInt32(1).UInt32(1).UInt64(1_700_000_000_000_000_123).UInt64(5_000_000_007));
        foreach (byte[] input in (byte[][])[file.ToFile(), file.ToPipe()])
        {
            RecordingHeader header = Read(input, isStrict: true).Header;
            Assert.Equal(("host", "6.1", "6.2", "x86_64", "CPU", "perf record"),
                (header.HostName, header.OsRelease, header.ToolVersion, header.Architecture, header.CpuDescription, header.CommandLine));
            Assert.Equal((4, 8, 99), (header.CpusOnline, header.CpusAvailable, header.SampleFrequency));
            Assert.Equal(1_700_000_000_000_000_123, header.Clock?.UnixNanosecondsAt(5_000_000_007));
        }
    }

    [Theory]
    [InlineData(0u, 0ul, 0ul, "cycles")]
    [InlineData(0u, 1ul, 1ul << 5 | 1ul << 6, "instructions:u")]
    [InlineData(0u, 0ul, 1ul << 15 | 1ul << 16, "cycles:ppp")]
    [InlineData(1u, 1ul, 1ul << 4 | 1ul << 6, "task-clock:k")]
    [InlineData(1u, 99ul, 0ul, "unknown-software")]
    [InlineData(3u, 0x10002ul, 0ul, "LLC-load-misses")]
    [InlineData(3u, 0x0ul, 0ul, "L1-dcache-loads")]
    [InlineData(4u, 0x1a8ul, 0ul, "raw 0x1a8")]
    [InlineData(5u, 0x0ul, 0ul, "mem:0x0:")]
    public void Events_without_a_name_are_named_as_perf_names_them(uint type, ulong config, ulong flags, string name)
    {
        Profile profile = Read(new PerfDataFile { ExcludesGuest = flags == 0 }.Event(type: type, config: config, flags: flags).Sample(1, 1, 1).ToFile());
        Assert.Equal(name, profile.Events[profile.Samples.Events[0]]);
    }

    [Fact]
    public void User_call_chains_in_records_of_their_own_are_joined_by_number_and_thread()
    {
        const ulong Deferred = unchecked((ulong)-640), Kernel = 0xffffffff81000000;
        PerfDataFile file = new PerfDataFile().Event().Mmap2(1, 10, 0x1000, 0x1000, 0, "/bin/app")
            .Sample(10, 10, Kernel, [KernelMark, Kernel, Deferred, 77], misc: KernelMode)
            .Sample(11, 10, Kernel, [KernelMark, Kernel, Kernel + 16, Deferred, 77], misc: KernelMode)
            .Sample(12, 11, Kernel, [KernelMark, Kernel, Deferred, 77], misc: KernelMode)
            .Sample(13, 10, Kernel, [KernelMark, Kernel, Deferred, 78], misc: KernelMode);
        file.Record(22, UserMode, file.New().UInt64(77).UInt64(3).UInt64(UserMark).UInt64(0x1010).UInt64(0x1020).UInt32(10).UInt32(10).UInt64(20));
        file.Record(22, UserMode, file.New().UInt64(99).UInt64(1).UInt64(UserMark).UInt32(10).UInt32(10).UInt64(21)); // of a sample that was lost
        Profile profile = Read(file.ToFile());
        Assert.Equal("[[kernel.kallsyms]] [/bin/app] [/bin/app]", Stack(profile));
        Assert.Equal("[[kernel.kallsyms]] [[kernel.kallsyms]] [/bin/app] [/bin/app]", Stack(profile, 1));
        Assert.Equal("[[kernel.kallsyms]]", Stack(profile, 2));
        Assert.Equal("[[kernel.kallsyms]]", Stack(profile, 3));
        Assert.Equal("user call chain that is missing (2)", Assert.Single(profile.Diagnostics).ToString());
        file.Record(22, UserMode, file.New().UInt64(78).UInt64(9).UInt64(UserMark).UInt32(10).UInt32(10).UInt64(22));
        Assert.Contains(Read(file.ToFile()).Diagnostics, each => each.Reason == "record that is shorter than its fields");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fields_of_tracepoints_are_labels(bool isBigEndian)
    {
        const string Format = "name: task\nID: 372\nformat:\n\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n\n"
            + "\tfield:char comm[8];\toffset:8;\tsize:8;\tsigned:0;\n\tfield:pid_t pid;\toffset:16;\tsize:4;\tsigned:1;\n\tfield:u8 state;\toffset:20;\tsize:1;\tsigned:0;\n"
            + "\tfield:void * ptr;\toffset:24;\tsize:8;\tsigned:0;\n\tfield:__data_loc char[] file;\toffset:32;\tsize:4;\tsigned:0;\n"
            + "\tfield:__rel_loc char[] name;\toffset:36;\tsize:4;\tsigned:0;\n\tfield:unsigned long args[2];\toffset:40;\tsize:16;\tsigned:0;\n\nprint fmt: \"%s %s%s\", REC->comm, "
            + "(REC->state & 3) ? __print_flags(REC->state & 3, \"|\", { 1, \"S\" }, { 2, \"D\" }) : \"R\", REC->state & 4 ? \"+\" : \"\"\n";
        PerfDataFile file = new PerfDataFile(isBigEndian).Event(Usual | Raw, type: 2, config: 372);
        RecordBytes Files(RecordBytes to, params string[] texts)
        {
            foreach (string text in texts) to.UInt64((ulong)text.Length).Bytes(System.Text.Encoding.ASCII.GetBytes(text));
            return to;
        }
        RecordBytes formats = file.New().Bytes("\u0017\bDtracing0.6\0"u8).Bytes([isBigEndian ? (byte)1 : (byte)0, 8]).UInt32(4096);
        Files(formats.Bytes("header_page\0"u8), "page");
        Files(formats.Bytes("header_event\0"u8), "event");
        Files(formats.UInt32(1), "name: function\nID: 1\n").UInt32(1).Bytes("sched\0"u8);
        byte[] data = Files(formats.UInt32(1), Format).UInt32(0).ToArray();
        byte[] payload = file.New().UInt16(372).UInt16(0).UInt32(10).Bytes("worker\0\0"u8).UInt32(-5).Bytes([3, 0, 0, 0]).UInt64(0xffff888000001000)
            .UInt32(48 | (4 << 16)).UInt32(12 | (3 << 16)).UInt64(0).Bytes("abc\0xy\0\0"u8).ToArray();
        foreach (ulong time in (ulong[])[1, 2])
        {
            file.Record(9, UserMode, file.New().UInt64(16).UInt32(10).UInt32(10).UInt64(time).UInt64(1).UInt64(1).UInt64(16).UInt32(payload.Length).Bytes(payload));
        }
        byte[] pipe = [.. file.ToPipe(), .. file.Encode(66, 0, file.New().UInt32(data.Length)), .. data, .. new byte[-data.Length & 7], .. file.Encode(68, 0, file.New())];
        file.Feature(1, file.New().Bytes(data));
        foreach (byte[] bytes in (byte[][])[file.ToFile(), pipe])
        {
            Profile profile = Read(bytes, isStrict: true);
            Assert.Equal("comm=worker file=abc name=xy pid=-5 ptr=0xffff888000001000 state=S|D", string.Join(' ', profile.LabelSets[profile.Samples[0].Labels].Select(label => label.ToString()).Order(StringComparer.Ordinal)));
            Assert.Equal(profile.Samples[0].Labels, profile.Samples[1].Labels);
        }
        for (int length = 0; length < data.Length; length += 7)
        {
            Profile cut = Read(file.Feature(1, file.New().Bytes(data.AsSpan(0, length))).ToFile());
            Assert.Equal(2, cut.Samples.Count);
        }
    }
}
