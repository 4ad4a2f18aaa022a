using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the text of stack tools: sample of macOS, bcc, bpftrace and DTrace.</summary>
public sealed class StackTextTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "sample", StackTexts.MacSample },
        { "bcc", StackTexts.BccProfile },
        { "bcc", StackTexts.BccOffCpu },
        { "bcc", StackTexts.BccStackCount },
        { "bpftrace", StackTexts.Bpftrace },
        { "dtrace", StackTexts.DTrace },
    };

    public static TheoryData<string, string> AllTexts
    {
        get
        {
            TheoryData<string, string> texts = Texts;
            texts.Add("bpftrace", StackTexts.BpftraceEvents);
            return texts;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_text_of_each_tool_is_recognized_and_has_no_times(string format, string text)
    {
        Profile profile = StackTexts.Parse(text);
        Assert.Equal(format, profile.Format);
        Assert.All(profile.Samples.Times.ToArray(), time => Assert.Equal(SampleTable.NoTime, time));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_function_of_sample_has_the_samples_that_are_not_of_its_callees() =>
        Assert.Equal(
            [
                "samples 40 2579/51128/Main Thread start(dyld);main(shop);-[Shop hash:](shop);[unknown](shop)",
                "samples 20 2579/51128/Main Thread start(dyld);main(shop);-[Shop hash:](shop)",
                "samples 30 2579/51128/Main Thread start(dyld);main(shop);fill(unsigned int, char)(shop)",
                "samples 9 2579/51128/Main Thread start(dyld);main(shop)",
                "samples 1 2579/51128/Main Thread start(dyld);exit(libsystem_c.dylib)",
                "samples 7 2579/51130/com.apple.main-thread start_wqthread(libsystem_pthread.dylib)",
                "samples 3 2579/51131/Thread_51131 ",
            ],
            StackTexts.Lines(StackTexts.Parse(StackTexts.MacSample)));

    [Fact]
    public void Sample_has_source_lines_and_facts()
    {
        Profile profile = StackTexts.Parse(StackTexts.MacSample);
        Frame main = profile.Frames.Single(frame => profile.Symbols[frame.Symbol] == "main");
        Assert.Equal(("main.m", 89), (profile.Sources[main.Source], main.Line));
        Assert.Equal(("macOS 15.7.4 (24G517)", "ARM64"), (profile.Header.OsRelease, profile.Header.Architecture));
    }

    [Fact]
    public void Stacks_of_bcc_have_their_thread_and_kernel_frames_before_the_delimiter()
    {
        Assert.Equal(
            [
                "samples 1 9657//bash [unknown];handle_mm_fault/k;filemap_map_pages/k",
                "samples 5 13549//func ab __libc_start_main;main;func_ab",
            ],
            StackTexts.Lines(StackTexts.Parse(StackTexts.BccProfile)));
        Assert.Equal(["off-cpu 1=48000 8530//sshd read;schedule;finish_task_switch"], StackTexts.Lines(StackTexts.Parse(StackTexts.BccOffCpu)));
        Assert.Equal(
            ["submit_bio 3 4210//dd submit_bh;submit_bio", "submit_bio 2 // submit_bio"],
            StackTexts.Lines(StackTexts.Parse(StackTexts.BccStackCount)));
    }

    [Fact]
    public void Stacks_of_bcc_without_the_first_line_are_recognized()
    {
        string text = StackTexts.BccProfile.ReplaceLineEndings("\n");
        Profile profile = StackTexts.Parse(text[(text.IndexOf("^C\n", StringComparison.Ordinal) + 3)..]);
        Assert.Equal(("bcc", 2), (profile.Format, profile.Samples.Count));
    }

    [Fact]
    public void Maps_of_bpftrace_are_events_and_a_unit_in_the_name_is_applied() =>
        Assert.Equal(
            [
                "samples 12 77/78/bash main;read;schedule;__schedule",
                "samples 3 5//bash 0x7f0012345678",
                "samples 2 // ",
                "offcpu_us 1=40000 //sshd mmap(/usr/lib/libc.so.6);do_mmap([kernel.kallsyms])/k",
            ],
            StackTexts.Lines(StackTexts.Parse(StackTexts.Bpftrace)));

    [Fact]
    public void The_key_that_ended_a_recording_may_be_in_the_text_of_bpftrace()
    {
        Profile maps = StackTexts.Parse(StackTexts.Bpftrace.Replace("probe...", "probe...\n^C", StringComparison.Ordinal));
        Assert.Equal(StackTexts.Lines(StackTexts.Parse(StackTexts.Bpftrace)), StackTexts.Lines(maps));
        Assert.Empty(maps.Diagnostics);
        Profile events = StackTexts.Parse(StackTexts.BpftraceEvents + "^C\n");
        Assert.Equal(StackTexts.Lines(StackTexts.Parse(StackTexts.BpftraceEvents)), StackTexts.Lines(events));
        Assert.Empty(events.Diagnostics);
    }

    [Fact]
    public void Aggregations_of_DTrace_have_modules_and_the_keys_of_the_process() =>
        Assert.Equal(
            [
                "samples 41 1234//mysqld 0xfffffd7fff1234;std::vector<int>::push_back(a.out);read(libc.so.1);syscall_mstate(genunix)/k;sys_syscall(unix)/k",
                "samples 2 // start(libjvm.so);java/lang/Thread.run()V",
            ],
            StackTexts.Lines(StackTexts.Parse(StackTexts.DTrace)));

    [Fact]
    public void Events_that_bpftrace_prints_in_the_form_of_perf_have_times()
    {
        Profile profile = StackTexts.Parse(StackTexts.BpftraceEvents);
        Assert.Equal("bpftrace", profile.Format);
        Assert.Equal(
            [
                "cpu 1 /77/my bash mmap(/usr/lib/libc.so.6);do_mmap([kernel.kallsyms])/k",
                "cpu 1 /78/sshd read(/usr/lib/libc.so.6)",
            ],
            StackTexts.Lines(profile));
        Assert.Equal([136_087_100_000_001, 136_087_110_000_000], profile.Samples.Times.ToArray());
        Assert.Equal([1, 0], profile.Samples.Cpus.ToArray());
        Assert.Empty(profile.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(AllTexts))]
    public void Text_cut_at_any_byte_has_the_samples_before(string format, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));
        string[] whole = StackTexts.Lines(StackTexts.Parse(text));
        for (int cut = 0; cut < bytes.Length; cut++)
        {
            try
            {
                Profile profile = ProfileFormats.Default.Parse(bytes.AsMemory(0, cut), new ProfileReadOptions { Format = format });
                Assert.True(profile.Samples.Count <= whole.Length + 3, $"cut at {cut}");
            }
            catch (ProfileFormatException)
            {
                Assert.Equal("sample", format);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllTexts))]
    public async Task Every_block_size_gives_the_same_profile(string format, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        foreach (int size in (int[])[1, 7, 64])
        {
            Profile profile = await ProfileFile.OpenAsync(new MemoryStream(bytes), new ProfileReadOptions { BlockSize = size, Format = format });
            Assert.Equal(StackTexts.Lines(StackTexts.Parse(text)), StackTexts.Lines(profile));
        }
    }

    [Theory]
    [MemberData(nameof(AllTexts))]
    public void Changed_text_gives_a_profile_or_the_exception_of_the_format(string format, string text)
    {
        byte[] original = Encoding.UTF8.GetBytes(text);
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] bytes = [.. original];
            for (int changes = random.Next(1, 5); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)" \n\t[]()@,:+`-0919\0x"[random.Next(19)];
            try
            {
                ProfileFormats.Default.Parse(bytes, new ProfileReadOptions { Format = format });
            }
            catch (ProfileFormatException)
            {
                // Refused.
            }
        }
    }

    [Theory]
    [InlineData("sample", "Call graph:\n    5 Thread_1\n    +     5 far  (in a)\n", "a function without a caller")]
    [InlineData("sample", "Call graph:\n    5 Thread_1\n    + 7 more  (in a)\n", "a function whose callees have more samples")]
    [InlineData("sample", "Call graph:\n    5 Thread_1\n    + x\n", "a line of the call graph without a count")]
    [InlineData("bcc", "    main\n", "a stack without a count")]
    [InlineData("bcc", "    main\n    99999999999999999999\n    1\n", null)]
    [InlineData("bpftrace", "@[\n    main\n", "a stack without a count")]
    [InlineData("bpftrace", "@[\n    main\n]: count 5\n", "a count that is not a number")]
    [InlineData("bpftrace", "hello\n", "a line that is not part of a map")]
    [InlineData("bpftrace", "@ms[\n    main\n]: 9223372036854775807\n", "a count that does not fit")]
    [InlineData("dtrace", "              a`b\nend\n", "a stack without a count")]
    public void What_cannot_be_read_is_counted(string format, string text, string? reason)
    {
        Profile profile = StackTexts.Parse(text, new ProfileReadOptions { Format = format });
        Assert.Equal(reason is null ? [] : [reason], profile.Diagnostics.Select(diagnostic => diagnostic.Reason));
    }

    [Theory]
    [InlineData("bash 77 [001] 1.5: cycles:\n\t7f1 a`b (/bin/x)\n\n")]
    [InlineData("              a b`c\n              1\n")]
    [InlineData("@x[bash]: 5\n")]
    [InlineData("    main\n    start\n")]
    [InlineData("Sampling is fun\n")]
    [InlineData("Tracing paper\n")]
    [InlineData("main;work 5\nmain;rest 7\n")]
    public void Other_text_is_not_taken_for_that_of_a_stack_tool(string text)
    {
        var probe = new FormatProbe(Encoding.UTF8.GetBytes(text), isWhole: true);
        IProfileReader[] readers = [new MacSampleReader(), new BccReader(), new BpftraceReader(), new DTraceReader()];
        Assert.All(readers, reader => Assert.Equal(FormatMatch.No, reader.Match(probe)));
    }
}
