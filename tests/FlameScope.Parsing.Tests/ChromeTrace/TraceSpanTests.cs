using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.FormatText;

namespace FlameScope.Parsing.Tests;

/// <summary>Begin, end and complete events of traces become samples, in any order and with the faults that real traces have.</summary>
public class TraceSpanTests
{
    private static Profile Read(string events) => FormatText.Read("chrome-trace", $$"""{"traceEvents":[{{events}}]}""");

    private static string X(string name, string start, string duration, string rest = "") =>
        $$"""{"ph":"X","pid":1,"tid":2,"ts":{{start}},"dur":{{duration}},"name":"{{name}}"{{rest}}}""";

    private static string B(string name, string time) => $$"""{"ph":"B","pid":1,"tid":2,"ts":{{time}},"name":"{{name}}"}""";

    private static string E(string name, string time) => $$"""{"ph":"E","pid":1,"tid":2,"ts":{{time}},"name":"{{name}}"}""";

    private static string Join(params string[] events) => string.Join(",\n", events);

    [Fact]
    public void Complete_events_are_nested_by_time()
    {
        Profile profile = Read(Join(X("a", "0", "100"), X("b", "10", "20"), X("c", "15", "5")));
        Assert.Equal(["0 span 1/2 a 10000", "10000 span 1/2 a;b 5000", "15000 span 1/2 a;b;c 5000", "20000 span 1/2 a;b 10000", "30000 span 1/2 a 70000"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
        Assert.Equal("chrome-trace", profile.Format);
        Assert.Equal([new SampleValueType("duration", "nanoseconds")], profile.GetValueTypes(profile.Samples[0].Event));
        Assert.Equal(0, profile.GetDefaultValueType(profile.Samples[0].Event));
    }

    [Fact]
    public void A_long_span_is_cut_at_the_grid_and_its_sum_stays_exact()
    {
        Profile profile = Read(X("a", "500.5", "2000"));
        Assert.Equal(["500500 span 1/2 a 499500", "1000000 span 1/2 a 1000000", "2000000 span 1/2 a 500500"], Lines(profile));
    }

    [Fact]
    public void File_order_is_not_time_order_and_clang_writes_callees_before_their_callers()
    {
        Profile profile = Read(Join(X("c", "15", "5"), X("b", "10", "20"), X("later", "200", "1"), X("a", "0", "100")));
        Assert.Equal(["a 80000", "a;b 15000", "a;b;c 5000", "later 1000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Begin_and_end_events_out_of_order_are_sorted_by_time()
    {
        Profile profile = Read(Join(E("a", "100"), B("b", "10"), E("b", "30"), B("a", "0")));
        Assert.Equal(["a 80000", "a;b 20000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Of_complete_events_with_one_start_the_longer_is_the_caller()
    {
        Assert.Equal(["a 7000", "a;b 3000"], Fold(Read(Join(X("b", "0", "3"), X("a", "0", "10")))));
    }

    [Fact]
    public void Of_complete_events_with_one_start_and_one_end_the_first_of_the_file_is_the_caller()
    {
        Assert.Equal(["a;b 10000"], Fold(Read(Join(X("a", "0", "10"), X("b", "0", "10")))));
        Assert.Equal(["b;a 10000"], Fold(Read(Join(X("b", "0", "10"), X("a", "0", "10")))));
    }

    [Fact]
    public void Begin_and_end_of_one_time_are_taken_in_the_order_of_the_file()
    {
        // a ends and b begins at 10; a span without length does not close another one.
        Profile profile = Read(Join(B("a", "0"), E("a", "10"), B("b", "10"), E("b", "20"), B("empty", "20"), E("empty", "20"), B("c", "20"), E("c", "30")));
        Assert.Equal(["a 10000", "b 10000", "c 10000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Begin_events_and_complete_events_are_nested_in_each_other()
    {
        Profile profile = Read(Join(X("a", "0", "100"), B("b", "10"), X("c", "20", "10"), E("b", "50"), B("d", "0"), E("d", "100")));
        Assert.Equal(["a;d 60000", "a;d;b 30000", "a;d;b;c 10000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_complete_event_that_starts_where_a_begin_event_ends_is_not_within_it()
    {
        Profile profile = Read(Join(B("a", "5"), X("x", "10", "10"), E("a", "10")));
        Assert.Equal(["a 5000", "x 10000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void An_end_event_closes_by_name_and_one_of_another_name_is_counted()
    {
        Profile profile = Read(Join(B("a", "0"), E("other", "5"), E("a", "10")));
        Assert.Equal(["a 10000"], Fold(profile));
        Assert.Equal(["end event without a begin event 1"], Problems(profile));
    }

    [Fact]
    public void An_end_event_closes_the_spans_within_its_span_too()
    {
        Profile profile = Read(Join(B("a", "0"), B("b", "2"), E("a", "10"), B("c", "12"), E("c", "13")));
        Assert.Equal(["a 2000", "a;b 8000", "c 1000"], Fold(profile));
        Assert.Equal(["begin event without an end event 1"], Problems(profile));
    }

    [Fact]
    public void An_end_event_without_a_name_closes_the_innermost_span()
    {
        Profile profile = Read(Join(B("a", "0"), B("b", "2"), """{"ph":"E","pid":1,"tid":2,"ts":6}""", """{"ph":"E","pid":1,"tid":2,"ts":9}"""));
        Assert.Equal(["a 5000", "a;b 4000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Arguments_of_begin_and_end_events_may_differ()
    {
        Profile profile = Read("""
            {"ph":"B","pid":1,"tid":2,"ts":0,"name":"gc","args":{"usedHeapSizeBefore":1}},{"ph":"E","pid":1,"tid":2,"ts":4,"name":"gc","args":{"usedHeapSizeAfter":2}}
            """);
        Assert.Equal(["gc 4000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void An_end_event_without_a_begin_event_is_counted()
    {
        Profile profile = Read(Join(E("a", "5"), X("b", "10", "1")));
        Assert.Equal(["b 1000"], Fold(profile));
        Assert.Equal(["end event without a begin event 1"], Problems(profile));
    }

    [Fact]
    public void A_begin_event_without_an_end_event_lasts_until_the_last_time_of_its_thread()
    {
        Profile profile = Read(Join(B("a", "0"), B("b", "4"), X("c", "5", "15"), """{"ph":"X","pid":1,"tid":3,"ts":0,"dur":50,"name":"other thread"}"""));
        Assert.Equal(["a 4000", "a;b 1000", "a;b;c 15000", "other thread 50000"], Fold(profile));
        Assert.Equal(["begin event without an end event 2"], Problems(profile));
    }

    [Fact]
    public void A_span_that_ends_after_its_caller_is_cut_and_counted()
    {
        Profile profile = Read(Join(X("a", "0", "10"), X("b", "5", "20"), X("c", "12", "2")));
        Assert.Equal(["a 5000", "a;b 5000", "c 2000"], Fold(profile));
        Assert.Equal(["span that ends after its caller 1"], Problems(profile));
    }

    [Fact]
    public void A_negative_duration_is_counted()
    {
        Profile profile = Read(Join(X("a", "0", "-10"), X("b", "5", "20")));
        Assert.Equal(["b 20000"], Fold(profile));
        Assert.Equal(["span with a negative duration 1"], Problems(profile));
    }

    [Fact]
    public void A_complete_event_without_a_duration_and_a_span_without_a_time_are_counted()
    {
        Profile profile = Read("""{"ph":"X","pid":1,"tid":2,"ts":0,"name":"a"},{"ph":"B","pid":1,"tid":2,"name":"b"},{"ph":"B","pid":1,"tid":2,"name":"c","ts":"?"}""");
        Assert.Equal(0, profile.Samples.Count);
        Assert.Equal(["complete event without a duration 1", "span whose time cannot be read 1", "span without a time 1"], Problems(profile).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Times_may_be_fractions_of_microseconds_or_strings()
    {
        Assert.Equal(["1234567891012345 span 1/2 a 1001"], Lines(Read(X("a", "1234567891012.3451", "1.0005"))));
        Assert.Equal(["1500 span 1/2 a 2000"], Lines(Read(X("a", "\"1.5\"", "\"2\""))));
        Assert.Equal(["1500 span 1/2 a 200000"], Lines(Read(X("a", "15e-1", "2E2"))));
    }

    [Fact]
    public void Times_before_the_start_of_a_build_are_negative()
    {
        Profile profile = Read(Join(X("launch", "-1306000", "1305999.5"), X("build", "0", "10")));
        Assert.Equal(["build 10000", "launch 1305999500"], Fold(profile));
        Assert.Equal(-1306000000, profile.FirstTime);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Spans_that_are_nested_below_a_nanosecond_stay_nested()
    {
        // The ends are 3.0007 and 3.0007. Rounded one by one, the callee would start at 1.5003 and end a nanosecond after its caller.
        Profile profile = Read(Join(X("a", "1.0004", "2.0003"), X("b", "1.5003", "1.5004")));
        Assert.Empty(profile.Diagnostics);
        Assert.Equal(["a 500", "a;b 1501"], Fold(profile));
    }

    [Fact]
    public void Process_and_thread_ids_may_be_strings_or_huge()
    {
        Profile profile = Read("""
            {"ph":"X","pid":"7","tid":"8","ts":0,"dur":1,"name":"a"},
            {"ph":"X","pid":7,"tid":8,"ts":5,"dur":1,"name":"a"},
            {"ph":"X","pid":9007199254740993,"tid":-1,"ts":0,"dur":1,"name":"b"},
            {"ph":"X","pid":"Spans","tid":"stream 7","ts":0,"dur":1,"name":"c"},
            {"ph":"X","pid":"Spans","tid":"stream 8","ts":0,"dur":1,"name":"c"},
            {"ph":"X","pid":99999999999999999999999,"tid":1,"ts":0,"dur":1,"name":"d"}
            """);
        Assert.Equal(5, profile.Threads.Count);
        Assert.Equal((7, 8), (profile.Threads[new ThreadId(0)].Pid, profile.Threads[new ThreadId(0)].Tid));
        Assert.Equal((9007199254740993, -1), (profile.Threads[new ThreadId(1)].Pid, profile.Threads[new ThreadId(1)].Tid));
        Assert.Equal("stream 7", profile.GetThreadName(new ThreadId(2)));
        Assert.Equal("stream 8", profile.GetThreadName(new ThreadId(3)));
        Assert.Null(profile.Threads[new ThreadId(4)].Pid);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Names_of_threads_and_processes_may_come_last()
    {
        Profile profile = Read(X("a", "0", "1") + """
            ,{"ph":"M","pid":1,"tid":2,"name":"thread_name","args":{"name":"main"}},{"args":{"name":"app"},"name":"process_name","pid":1,"tid":0,"ph":"M"},
            {"ph":"M","pid":1,"tid":2,"name":"thread_sort_index","args":{"sort_index":3}}
            """);
        ThreadInfo thread = profile.Threads[new ThreadId(0)];
        Assert.Equal("main", profile.GetThreadName(new ThreadId(0)));
        Assert.Equal("app", profile.Comms[thread.ProcessName!.Value]);
        Assert.Equal(1, profile.Threads.Count);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Total_events_of_clang_stay_on_threads_of_their_own()
    {
        Profile profile = FormatText.Read("chrome-trace", """
            {"traceEvents":[
            {"pid":5,"tid":5,"ph":"X","ts":100,"dur":30,"name":"Source","args":{"detail":"a.h"}},
            {"pid":5,"tid":5,"ph":"X","ts":0,"dur":457,"name":"ExecuteCompiler"},
            {"pid":5,"tid":6,"ph":"X","ts":0,"dur":457,"name":"Total ExecuteCompiler","args":{"count":1,"avg ms":0}},
            {"pid":5,"tid":7,"ph":"X","ts":0,"dur":30,"name":"Total Source","args":{"count":1,"avg ms":0}},
            {"cat":"","pid":5,"tid":5,"ts":0,"ph":"M","name":"process_name","args":{"name":"clang"}},
            {"cat":"","pid":5,"tid":5,"ts":0,"ph":"M","name":"thread_name","args":{"name":"clang++"}}],
            "beginningOfTime":1795883543899565}
            """);
        Assert.Equal(["ExecuteCompiler 427000", "ExecuteCompiler;Source 30000", "Total ExecuteCompiler 457000", "Total Source 30000"], Fold(profile));
        Assert.Equal(3, profile.Threads.Count);
        Assert.Equal("clang++", profile.GetThreadName(new ThreadId(0)));
        Assert.Equal(1795883543899565000, profile.Header.Clock!.UnixNanosecondsAt(0));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Details_are_part_of_names_only_on_request()
    {
        const string Events = """
            {"traceEvents":[{"pid":5,"tid":5,"ph":"X","ts":0,"dur":9,"args":{"detail":"a.h"},"name":"Source"},{"pid":5,"tid":5,"ph":"B","ts":20,"name":"Source","args":{"detail":"b.h"}},
            {"pid":5,"tid":5,"ph":"E","ts":23,"name":"Source"}]}
            """;
        Assert.Equal(["Source 12000"], Fold(FormatText.Read("chrome-trace", Events)));
        ProfileFormats formats = ProfileFormats.Default.With(new ChromeTraceReader { IncludesDetail = true });
        Profile detailed = formats.Parse(System.Text.Encoding.UTF8.GetBytes(Events));
        Assert.Equal(["Source: a.h 9000", "Source: b.h 3000"], Fold(detailed));
        Assert.Empty(detailed.Diagnostics);
    }

    [Fact]
    public void Events_that_are_no_stacks_are_ignored()
    {
        Profile profile = Read(string.Join(",", "b n e s t f I i C O M D N S T p F v V R c (".Split(' ').Select(phase => $$"""{"ph":"{{phase}}","pid":1,"tid":2,"ts":0,"dur":5,"id":"0x1","name":"a"}""")));
        Assert.Equal(0, profile.Samples.Count);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void An_event_without_a_phase_is_counted_and_an_empty_object_is_not()
    {
        Profile profile = Read(X("a", "0", "1") + """,{"pid":1,"tid":2,"ts":0,"name":"?"},{}""");
        Assert.Equal(["event without a phase 1"], Problems(profile));
    }

    [Fact]
    public void The_thread_clock_may_be_missing() => Assert.Equal(["a 4000", "a;b 1000"], Fold(Read(Join(X("a", "0", "5", ",\"tts\":1,\"tdur\":2"), X("b", "1", "1")))));

    [Fact]
    public void Rogue_events_long_before_the_recording_are_counted_and_left_out()
    {
        Profile profile = Read(Join(
            X("rogue", "3", "5"),
            """{"args":{"data":{"frameTreeNodeId":1}},"cat":"disabled-by-default-devtools.timeline","name":"TracingStartedInBrowser","ph":"I","pid":1,"tid":2,"ts":5000000,"s":"t"}""",
            X("early", "4500000", "10"),
            X("a", "5000010", "10")));
        Assert.Equal(["a 10000", "early 10000"], Fold(profile));
        Assert.Equal(["span that ended before the recording started 1"], Problems(profile));
    }

    [Fact]
    public void The_stack_frame_of_a_begin_event_of_dotnet_trace_is_not_a_stack_to_add()
    {
        Profile profile = FormatText.Read("chrome-trace", """
            {"otherData": { "name": "orders.chromium", "exporter": "x" }, "traceEvents": [
            {"name": "Thread (7)", "cat": "sampleEvent", "ph": "B", "ts": 20.5, "pid": 0, "tid": 7, "sf": 0}, {"name": "Main()", "cat": "sampleEvent", "ph": "B", "ts": 20.5, "pid": 0, "tid": 7, "sf": 1},
            {"name": "CPU_TIME", "cat": "sampleEvent", "ph": "B", "ts": 20.5, "pid": 0, "tid": 7, "sf": 2}, {"name": "CPU_TIME", "cat": "sampleEvent", "ph": "E", "ts": 30.5, "pid": 0, "tid": 7, "sf": 2},
            {"name": "Main()", "cat": "sampleEvent", "ph": "E", "ts": 30.5, "pid": 0, "tid": 7, "sf": 1}, {"name": "Thread (7)", "cat": "sampleEvent", "ph": "E", "ts": 30.5, "pid": 0, "tid": 7, "sf": 0}],
            "displayTimeUnit": "ms", "stackFrames": {"0": {"name": "Thread (7)", "category": ""}, "1": {"name": "Main()", "category": "app", "parent": 0}, "2": {"name": "CPU_TIME", "category": "", "parent": 1}}}
            """);
        Assert.Equal(["Thread (7);Main();CPU_TIME 10000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Frames_that_dotnet_trace_adds_are_left_out_on_request()
    {
        ProfileFormats formats = ProfileFormats.Default.With(new ChromeTraceReader { OmitsDotnetTraceFrames = true });
        string text = $"[{Join(B("Thread (7)", "1"), B("Main()", "1"), B("CPU_TIME", "1"), E("CPU_TIME", "5"), B("Sort()", "5"), E("Sort()", "6"), E("Main()", "9"), E("Thread (7)", "9"))}]";
        Profile profile = formats.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(["Main() 7000", "Main();Sort() 1000"], Fold(profile));
    }

    [Fact]
    public void A_span_without_a_name_is_unknown() =>
        Assert.Equal(["[unknown] 5000"], Fold(Read("""{"ph":"X","pid":1,"tid":2,"ts":0,"dur":5}""")));

    [Fact]
    public void Spans_match_a_slow_reference()
    {
        var random = new Random(4711);
        for (int round = 0; round < 300; round++)
        {
            // Properly nested spans: their self times are known by construction.
            var events = new List<(int Order, string Text)>();
            var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
            Generate(random, "", 0, random.Next(1, 300), 0, events, expected);
            string text = string.Join(",", events.OrderBy(_ => round % 2 == 0 ? random.Next() : 0).Select(e => e.Text));
            Profile profile = Read(text);
            Assert.Equal(expected.Where(pair => pair.Value > 0).Select(pair => $"{pair.Key} {pair.Value}000"), Fold(profile));
            Assert.Empty(profile.Diagnostics);
        }
    }

    // Begin and end events keep their order where the times are equal, so that only complete events are shuffled: the caller has a length that its callees
    // do not have.
    private static void Generate(Random random, string path, int start, int end, int depth, List<(int, string)> events, SortedDictionary<string, long> expected)
    {
        string name = $"f{depth}{(char)('a' + random.Next(3))}";
        path = path.Length == 0 ? name : path + ";" + name;
        long self = end - start;
        events.Add((events.Count, X(name, $"{start}", $"{end - start}")));
        int at = start + 1;
        while (depth < 6 && at + 2 < end && random.Next(4) > 0)
        {
            int childStart = random.Next(at, end - 1);
            int childEnd = random.Next(childStart + 1, end);
            Generate(random, path, childStart, childEnd, depth + 1, events, expected);
            self -= childEnd - childStart;
            at = childEnd;
        }
        expected[path] = expected.GetValueOrDefault(path) + self;
    }
}
