using System.Text;
using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.FormatText;

namespace FlameScope.Parsing.Tests;

/// <summary>Processed profiles of the Firefox Profiler and of samply, in the layouts of all versions.</summary>
public class FirefoxTests
{
    private static readonly string[] Expected =
    [
        "10000000 samples 12/34 main 1",
        "11500000 samples 12/34 main;work;memcpy 1",
        "12000000 samples 12/34 (empty) 1",
        "13000001 samples 12/34 main;work 1",
    ];

    private const string Allocations = """
        ,"jsAllocations":{"length":2,"time":[10.5,11],"className":["Object","Array"],"typeName":["JSObject","JSObject"],"coarseType":["Object","Object"],"weight":[64,32],"weightType":"bytes",
        "inNursery":[true,false],"stack":[1,null]},
        "nativeAllocations":{"length":2,"time":[10.25,12],"weight":[4096,-1024],"weightType":"bytes","stack":[2,0],"memoryAddress":[1000,1000],"threadId":[34,34]}
        """;

    private static Profile Read(string text) => FormatText.Read("firefox", text);

    private static Frame LeafOf(Profile profile, int sample) => profile.Frames[profile.Stacks[profile.Samples.Stacks[sample]].Frame!.Value];

    [Theory]
    [InlineData(24)]
    [InlineData(41)]
    [InlineData(48)]
    [InlineData(55)]
    public void Tables_of_each_thread_are_read(int version)
    {
        Profile profile = Read(FirefoxTexts.OfThreads(version));
        Assert.Equal(Expected, Lines(profile));
        Assert.Empty(profile.Diagnostics);
        Assert.Equal("firefox", profile.Format);
        Assert.Equal("worker", profile.GetThreadName(new ThreadId(0)));
        Assert.Equal("app", profile.Comms[profile.Threads[new ThreadId(0)].ProcessName!.Value]);
        Assert.Empty(profile.GetValueTypes(profile.Samples[0].Event));
    }

    [Fact]
    public void Texts_that_all_threads_share_are_read() => Assert.Equal(Expected, Lines(Read(FirefoxTexts.OfSharedStrings())));

    [Theory]
    [InlineData(60)]
    [InlineData(65)]
    [InlineData(71)]
    public void Tables_that_all_threads_share_are_read_wherever_they_are(int version)
    {
        Profile profile = Read(FirefoxTexts.OfSharedTables(version));
        Assert.Equal(8, profile.Samples.Count);
        Assert.Equal(Expected, Lines(profile).Where(line => line.Contains("/34 ", StringComparison.Ordinal)));
        Assert.Equal(2, profile.Threads.Count);
        Assert.Empty(profile.Diagnostics);
    }

    [Theory]
    [InlineData(66)]
    [InlineData(70)]
    public void A_prefix_offset_counts_back_from_the_stack_and_0_is_a_root(int version)
    {
        Profile profile = Read(FirefoxTexts.OfSharedTables(version, """{"length":3,"prefixOffset":[0,1,1],"frame":[0,1,2]}"""));
        Assert.Equal(Expected, Lines(profile).Where(line => line.Contains("/34 ", StringComparison.Ordinal)));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Time_deltas_are_summed_in_their_own_unit()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(50, """{"length":4,"stack":[0,2,null,1],"timeDeltas":[10,1.5,0.5,1.000001],"weight":null}"""));
        Assert.Equal(Expected, Lines(profile));

        // Rounded one by one, three deltas of a third of a nanosecond would be nothing.
        Profile small = Read(FirefoxTexts.OfThreads(50, """{"stack":[0,0,0],"timeDeltas":[0.000000333,0.000000333,0.000000334]}"""));
        Assert.Equal(1, small.Samples.Times[2]);
    }

    [Fact]
    public void Frames_have_a_module_a_file_a_line_and_a_kind()
    {
        Profile profile = Read(FirefoxTexts.OfThreads());
        Frame memcpy = LeafOf(profile, 1);
        Assert.Equal(("/usr/lib/libc.so", FrameKind.User, false), (profile.Modules[memcpy.Module], memcpy.Kind, memcpy.IsInlined));
        Frame work = LeafOf(profile, 3);
        Assert.Equal(("work.c", 11, true), (profile.Sources[work.Source], work.Line, work.IsInlined));
    }

    [Fact]
    public void Lines_of_functions_are_used_where_frames_have_none()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(tables: FirefoxTexts.Tables(frames: FirefoxTexts.Frames.Replace("[null,11,null]", "[null,null,null]", StringComparison.Ordinal))));
        Frame work = LeafOf(profile, 3);
        Assert.Equal((7, 2), (work.Line, work.Column));
    }

    [Fact]
    public void Sources_and_libraries_of_new_versions_are_found()
    {
        // From 58 on a function has a source, from 70 on a frame has a library.
        string text = FirefoxTexts.OfSharedTables(70, more: ""","sources":{"length":1,"id":[null],"filename":[4]}""")
            .Replace("\"fileName\":[null,4,null]", "\"source\":[null,0,null]", StringComparison.Ordinal)
            .Replace("\"resource\":[-1,-1,0]", "\"resource\":[-1,-1,-1]", StringComparison.Ordinal)
            .Replace("\"func\":[0,1,2]", "\"func\":[0,1,2],\"lib\":[-1,-1,0]", StringComparison.Ordinal);
        Profile profile = Read(text);
        Frame work = profile.Frames[new FrameId(1)];
        Assert.Equal("work.c", profile.Sources[work.Source]);
        Assert.Equal("/usr/lib/libc.so", profile.Modules[profile.Frames[new FrameId(2)].Module]);
    }

    [Fact]
    public void A_library_resource_without_a_library_is_a_module_by_its_name()
    {
        Profile profile = Read(FirefoxTexts.OfThreads().Replace("\"lib\":[0]", "\"lib\":[]", StringComparison.Ordinal));
        Assert.Equal("/usr/lib/libc.so", profile.Modules[LeafOf(profile, 1).Module]);
    }

    [Fact]
    public void Libraries_of_a_thread_are_used_in_old_versions()
    {
        string text = FirefoxTexts.OfThreads(24, more: ",\"libs\":" + FirefoxTexts.Libs).Replace("\"libs\":" + FirefoxTexts.Libs + ",\"pages\"", "\"pages\"", StringComparison.Ordinal);
        Assert.Equal("/usr/lib/libc.so", Read(text).Modules[LeafOf(Read(text), 1).Module]);
    }

    [Fact]
    public void A_stack_may_be_null()
    {
        Profile profile = Read(FirefoxTexts.OfThreads());
        Assert.Equal(StackId.Empty, profile.Samples.Stacks[2]);
    }

    [Fact]
    public void Weights_count_samples_and_a_missing_weight_is_1()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(samples: """{"stack":[0,2,1,1],"time":[1,2,3,4],"weight":[1,33,null,0],"weightType":"samples"}"""));
        Assert.Equal([1, 33, 1, 0], profile.Samples.Counts.ToArray());
        Assert.Equal(4, profile.Samples.Count);
    }

    [Fact]
    public void Weights_in_milliseconds_and_in_bytes_have_their_unit()
    {
        Profile time = Read(FirefoxTexts.OfThreads(samples: """{"stack":[0,2],"time":[1,2],"weight":[1.5,0.000001],"weightType":"tracing-ms"}"""));
        Assert.Equal([1_500_000, 1], time.Samples.GetValues(0).ToArray());
        Assert.Equal([new SampleValueType("duration", "nanoseconds")], time.GetValueTypes(time.Samples[0].Event));

        Profile bytes = Read(FirefoxTexts.OfThreads(samples: """{"stack":[0,2],"time":[0,4096],"weight":[4096,17],"weightType":"bytes"}""", meta: ""","sampleUnits":{"time":"bytes","eventDelay":"ms"}"""));
        Assert.Equal([4096, 17], bytes.Samples.GetValues(0).ToArray());
        Assert.Equal([new SampleValueType("bytes", "bytes")], bytes.GetValueTypes(bytes.Samples[0].Event));
        Assert.False(bytes.HasTimes);
    }

    [Fact]
    public void A_negative_weight_is_counted()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(samples: """{"stack":[0,2],"time":[1,2],"weight":[-1,1]}"""));
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal(["sample whose weight is negative or does not fit 1"], Problems(profile));
    }

    [Fact]
    public void A_sample_without_CPU_time_since_the_last_one_is_idle()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(
            samples: """{"stack":[0,0,0,0,0],"time":[1,2,3,4,5],"threadCPUDelta":[0,120,0,null,0.4]}""",
            meta: ""","sampleUnits":{"time":"ms","threadCPUDelta":"µs"}"""));
        Assert.Equal([false, false, true, false, false], Enumerable.Range(0, 5).Select(profile.IsIdle));
    }

    [Fact]
    public void CPU_times_that_are_all_0_decide_nothing()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(samples: """{"stack":[0,0,0],"time":[1,2,3],"threadCPUDelta":[0,0,0]}"""));
        Assert.Equal(0, profile.IdleCount);
    }

    [Fact]
    public void Without_CPU_times_the_category_decides_what_is_idle()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(
            samples: """{"stack":[2,0],"time":[1,2]}""",
            tables: FirefoxTexts.Tables(frames: FirefoxTexts.Frames.Replace("\"category\":[1,1,1]", "\"category\":[1,1,0]", StringComparison.Ordinal))));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(profile.IsIdle));
        Assert.Equal(FrameKind.Idle, LeafOf(profile, 0).Kind);
    }

    [Fact]
    public void Categories_and_implementations_decide_the_kind()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(
            tables: FirefoxTexts.Tables(frames: FirefoxTexts.Frames
                .Replace("\"category\":[1,1,1]", "\"category\":[3,3,2]", StringComparison.Ordinal)
                .Replace("\"implementation\":[null,null,null]", "\"implementation\":[null,5,null]", StringComparison.Ordinal))));
        Assert.Equal([FrameKind.Jit, FrameKind.Kernel, FrameKind.Interpreted], new[] { 0, 1, 3 }.Select(sample => LeafOf(profile, sample).Kind));
    }

    [Fact]
    public void Subcategories_say_how_a_script_runs_in_new_versions()
    {
        string categories = FirefoxTexts.Categories.Replace(
            "{\"name\":\"JavaScript\"}", "{\"name\":\"JavaScript\",\"subcategories\":[\"Other\",\"JIT (ion)\",\"JIT (baseline-interpreter)\",\"JIT Compile (ion)\"]}", StringComparison.Ordinal);
        Profile profile = Read(FirefoxTexts.OfThreads(
            54,
            tables: FirefoxTexts.Tables(frames: FirefoxTexts.Frames
                .Replace("\"category\":[1,1,1],\"subcategory\":[0,0,0]", "\"category\":[3,3,3],\"subcategory\":[1,2,3]", StringComparison.Ordinal)))
            .Replace(FirefoxTexts.Categories, categories, StringComparison.Ordinal));
        Assert.Equal([FrameKind.Jit, FrameKind.Runtime, FrameKind.Interpreted], new[] { 0, 1, 3 }.Select(sample => LeafOf(profile, sample).Kind));
    }

    [Fact]
    public void Typed_arrays_that_were_written_as_objects_are_read()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(
            samples: """{"length":4,"stack":{"0":0,"1":2,"2":null,"3":1},"time":{"0":10,"1":11.5,"2":12,"3":13.000001},"weight":null}""",
            tables: FirefoxTexts.Tables(stacks: """{"length":3,"prefix":{"0":null,"1":0,"2":1},"frame":{"0":0,"1":1,"2":2}}""")));
        Assert.Equal(Expected, Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Markers_and_counters_are_no_samples()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(more: ""","jsTracer":{"samples":{"stack":[1,2],"time":[1,2]}}""")
            .Replace("\"pages\":[]", "\"counters\":[{\"samples\":{\"time\":[1,2],\"count\":[3,4]}}],\"pages\":[]", StringComparison.Ordinal));
        Assert.Equal(4, profile.Samples.Count);
    }

    [Fact]
    public void Allocations_are_events_of_their_own_with_bytes_and_the_samples_are_the_default()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(more: Allocations));
        Assert.Equal("samples", profile.Events[profile.DefaultEvent!.Value]);
        Assert.Equal(["10500000 jsAllocations 12/34 main;work 64", "11000000 jsAllocations 12/34 (empty) 32"], Lines(profile, "jsAllocations"));
        Assert.Equal(["10250000 nativeAllocations 12/34 main;work;memcpy 4096"], Lines(profile, "nativeAllocations"));
        Assert.Equal(["12000000 nativeDeallocations 12/34 main 1024"], Lines(profile, "nativeDeallocations"));
        Assert.Equal(4, Lines(profile, "samples").Count);
        IEnumerable<Sample> allocations = profile.Samples.Where(sample => sample.Event != profile.DefaultEvent);
        Assert.All(allocations, sample => Assert.Equal("bytes", profile.GetValueTypes(sample.Event)[0].Unit));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Weights_of_old_versions_are_in_the_column_duration()
    {
        Assert.Equal(["1000000 samples 12/34 main 1 x3"], Lines(Read(FirefoxTexts.OfThreads(28, samples: """{"stack":[0],"time":[1],"duration":[3]}"""))));
        Profile profile = Read(FirefoxTexts.OfThreads(28, more: Allocations.Replace("\"weight\"", "\"duration\"", StringComparison.Ordinal)));
        Assert.Equal(["10250000 nativeAllocations 12/34 main;work;memcpy 4096"], Lines(profile, "nativeAllocations"));
    }

    [Fact]
    public void A_thread_with_allocations_only_is_read()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(samples: "{\"length\":0,\"stack\":[],\"time\":[]}", more: Allocations));
        Assert.Equal(4, profile.Samples.Count);
        Assert.Equal("jsAllocations", profile.Events[profile.DefaultEvent!.Value]);
    }

    [Fact]
    public void Allocations_without_a_size_or_a_time_are_counted()
    {
        Profile profile = Read(FirefoxTexts.OfThreads(more: ""","jsAllocations":{"stack":[0,1,2,0],"time":[1,null,3],"weight":[8,16,null]}"""));
        Assert.Equal(["- jsAllocations 12/34 main;work 16", "1000000 jsAllocations 12/34 main 8"], Lines(profile, "jsAllocations"));
        Assert.Equal(
            ["allocation without a size 1", "columns of allocations of unequal length 1", "sample without a time 1"], Problems(profile).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_sample_with_the_maximum_time_has_no_time()
    {
        const string Maximum = "9223372036854.775807";
        Profile profile = Read(FirefoxTexts.OfThreads(
            samples: $$"""{"stack":[0,1],"time":[{{Maximum}},9223372036854.775806]}""", more: $$""","jsAllocations":{"stack":[2],"time":[{{Maximum}}],"weight":[8]}"""));
        Assert.Equal(["- samples 12/34 main 1", "9223372036854775806 samples 12/34 main;work 1"], Lines(profile, "samples"));
        Assert.Equal(["- jsAllocations 12/34 main;work;memcpy 8"], Lines(profile, "jsAllocations"));
        Assert.Equal(["sample without a time 2"], Problems(profile));
    }

    [Fact]
    public void A_stack_of_minus_1_is_an_empty_one_in_newer_versions()
    {
        const string samples = """{"stack":[0,-1],"time":[1,2]}""";
        const string stacks = """{"length":3,"prefixOffset":[0,1,1],"frame":[0,1,2]}""";
        Profile profile = Read(FirefoxTexts.OfSharedTables(78, stacks, samples: samples));
        Assert.Equal(2, Lines(profile).Count(line => line.EndsWith(" (empty) 1", StringComparison.Ordinal)));
        Assert.Empty(profile.Diagnostics);
        Assert.Equal(["sample with an unknown stack 2"], Problems(Read(FirefoxTexts.OfSharedTables(70, stacks, samples: samples))));
    }

    [Fact]
    public void Time_starts_at_the_start_of_the_recording_which_is_a_wall_clock()
    {
        Profile profile = Read(FirefoxTexts.OfThreads());
        Assert.Equal(1_700_000_000_010_500_000, profile.Header.Clock!.UnixNanosecondsAt(10_000_000));
        Assert.Null(Read(FirefoxTexts.OfThreads().Replace("1700000000000.5", "1944970.536", StringComparison.Ordinal)).Header.Clock);
    }

    [Fact]
    public void Process_ids_may_be_numbers_or_have_a_suffix_or_be_names()
    {
        static ThreadInfo ThreadOf(string pid)
        {
            Profile profile = Read(FirefoxTexts.OfThreads().Replace("\"pid\":\"12\"", $"\"pid\":{pid}", StringComparison.Ordinal));
            return profile.Threads[new ThreadId(0)];
        }

        Assert.Equal(12, ThreadOf("12").Pid);
        Assert.Equal(12, ThreadOf("\"12.1\"").Pid);
        Assert.Null(ThreadOf("\"Unknown Process 1\"").Pid);
        Assert.Null(ThreadOf("null").Pid);
    }

    [Fact]
    public void Threads_of_processes_without_an_id_stay_apart()
    {
        string text = FirefoxTexts.OfSharedTables();
        text = text.Replace("\"name\":\"other\",\"pid\":\"12\",\"tid\":\"35\"", "\"name\":\"worker\",\"pid\":\"Unknown Process 2\"", StringComparison.Ordinal);
        text = text.Replace("\"pid\":\"12\",\"tid\":\"34\"", "\"pid\":\"Unknown Process 1\"", StringComparison.Ordinal);
        Assert.Equal(2, Read(text).Threads.Count);
    }

    [Theory]
    [InlineData("\"stack\":[0,2,null,1]", "\"stack\":[0,77,null,-5]", "sample with an unknown stack 2")]
    [InlineData("\"frame\":[0,1,2]", "\"frame\":[0,1,99]", "stack with an unknown frame 1")]
    [InlineData("\"prefix\":[null,0,1]", "\"prefix\":[null,0,2]", "stack whose caller does not precede it 1")]
    [InlineData("\"prefix\":[null,0,1]", "\"prefix\":[2,0,1]", "stack whose caller does not precede it 1")]
    [InlineData("\"time\":[10,11.5,12,13.000001]", "\"time\":[10,11.5]", "stacks and times of samples of unequal number 2")]
    [InlineData("\"time\":[10,11.5,12,13.000001]", "\"time\":[10,null,12,\"x\"]", "sample without a time 2")]
    public void Indexes_out_of_range_are_counted_and_the_sample_is_kept(string old, string changed, string problem)
    {
        Profile profile = Read(FirefoxTexts.OfThreads().Replace(old, changed, StringComparison.Ordinal));
        Assert.Equal([problem], Problems(profile));
        Assert.Equal(problem.Contains("unequal", StringComparison.Ordinal) ? 2 : 4, profile.Samples.Count);
    }

    [Fact]
    public void Functions_and_texts_out_of_range_have_no_name()
    {
        Profile profile = Read(FirefoxTexts.OfThreads().Replace("\"func\":[0,1,2]", "\"func\":[0,1,9999999999]", StringComparison.Ordinal));
        Assert.Equal("main;work;[unknown]", Stack(profile, profile.Samples.Stacks[1]));
    }

    [Theory]
    [InlineData(23)]
    [InlineData(3)]
    public void A_version_that_is_too_old_is_refused_with_both_numbers(int version)
    {
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => Read(FirefoxTexts.OfThreads(version)));
        Assert.Equal(ProfileReadError.UnsupportedVersion, fault.Error);
        Assert.Contains($"{version}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("24", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_is_refused_where_its_tables_are_unknown()
    {
        string text = FirefoxTexts.OfSharedTables(99, """{"length":3,"caller":[0,1,1],"frame":[0,1,2]}""");
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => Read(text));
        Assert.Equal(ProfileReadError.UnsupportedVersion, fault.Error);
        Assert.Contains("99", fault.Message, StringComparison.Ordinal);
        Assert.Contains("70", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_binary_form_is_refused_by_name()
    {
        byte[] input = [.. "JSLB"u8, 1, 0, 0, 0];
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(input));
        Assert.Equal(ProfileReadError.UnsupportedVersion, fault.Error);
        Assert.Contains("JSLB", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_are_recognized_by_their_content()
    {
        static FormatMatch Match(string text, bool isWhole = true) => new FirefoxReader().Match(new FormatProbe(Encoding.UTF8.GetBytes(text), isWhole));

        Assert.Equal(FormatMatch.Yes, Match(FirefoxTexts.OfThreads()));
        Assert.Equal(FormatMatch.Yes, Match(FirefoxTexts.OfSharedTables(70)));
        Assert.Equal(FormatMatch.Yes, Match(FirefoxTexts.Gecko()));
        Assert.Equal(FormatMatch.NeedMoreData, Match("""{"threads":[{"name":"a",""", isWhole: false));
        Assert.Equal(FormatMatch.No, Match("""{"meta":{"version":1},"x":[]}"""));
        Assert.Equal(FormatMatch.No, Match("""{"traceEvents":[]}"""));
        Assert.Equal("firefox", ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(FirefoxTexts.OfThreads())).Format);
        Assert.Equal("firefox", ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(FirefoxTexts.Gecko())).Format);
    }

    [Fact]
    public void The_profile_does_not_depend_on_the_length_of_blocks()
    {
        CheckBlocks(new FirefoxReader(), FirefoxTexts.OfThreads(more: Allocations));
        CheckBlocks(new FirefoxReader(), FirefoxTexts.OfSharedTables(66, """{"length":3,"prefixOffset":[0,1,1],"frame":[0,1,2]}"""));
        CheckBlocks(new FirefoxReader(), FirefoxTexts.Gecko());
    }

    [Fact]
    public void A_profile_that_ends_at_any_byte_gives_a_profile_or_the_exception_of_the_format()
    {
        CheckCuts(new FirefoxReader(), FirefoxTexts.OfThreads());
        CheckCuts(new FirefoxReader(), FirefoxTexts.OfSharedTables());
        CheckCuts(new FirefoxReader(), FirefoxTexts.Gecko());
    }

    [Fact]
    public void A_profile_with_changed_bytes_gives_a_profile_or_the_exception_of_the_format()
    {
        CheckMutations(new FirefoxReader(), FirefoxTexts.OfThreads(more: Allocations), 2000);
        CheckMutations(new FirefoxReader(), FirefoxTexts.OfSharedTables(66, """{"length":3,"prefixOffset":[0,1,1],"frame":[0,1,2]}"""), 1000);
        CheckMutations(new FirefoxReader(), FirefoxTexts.Gecko(), 2000);
    }

    [Fact]
    public void Screenshots_among_the_texts_and_scripts_do_not_stop_the_read()
    {
        string picture = new('A', 2_000_000);
        string text = FirefoxTexts.OfThreads(more: $",\"sources\":{{\"content\":[\"{picture}\"]}}").Replace("\"0x1234\"]", $"\"{picture}\"]", StringComparison.Ordinal);
        Assert.Equal(Expected, Lines(Read(text)));
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(
            () => Read(text.Replace("\"name\":[0,1,2]", "\"name\":[0,1,6]", StringComparison.Ordinal)));
        Assert.Equal(ProfileReadError.LimitExceeded, fault.Error);
    }

    [Fact]
    public void A_stack_beyond_the_limit_throws()
    {
        byte[] input = Encoding.UTF8.GetBytes(FirefoxTexts.OfThreads());
        Assert.Equal(
            ProfileReadError.LimitExceeded,
            Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(input, new ProfileReadOptions { MaximumFrames = 2 })).Error);
    }

    [Theory]
    [InlineData("\"threads\":[")]
    [InlineData("\"libs\":[")]
    [InlineData("\"processes\":[")]
    public void Many_empty_objects_take_little_memory(string start)
    {
        string text = $"{{\"meta\":{FirefoxTexts.Meta(48)},{start}{string.Join(",", Enumerable.Repeat("{}", 200_000))}]}}";
        byte[] input = Encoding.UTF8.GetBytes(text);
        Read(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Profile profile = ProfileFormats.Default.Parse(input, new ProfileReadOptions { Format = "firefox" });
        Assert.Equal(0, profile.Samples.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1500L * 200_000);
    }

    [Fact]
    public void An_input_that_ends_early_says_so_once()
    {
        string text = FirefoxTexts.OfThreads();
        Profile profile = Read(text[..^3]);
        Assert.Equal(4, profile.Samples.Count);
        Assert.Single(profile.Diagnostics);
    }
}
