using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.FormatText;

namespace FlameScope.Parsing.Tests;

/// <summary>CPU profiles within traces: chunks, old forms, and sampled stack frames.</summary>
public class TraceProfileTests
{
    private const string Start = """{"args":{"data":{"startTime":1000}},"cat":"x","id":"0x2","name":"Profile","ph":"P","pid":7,"tid":71,"ts":1001}""";

    private const string Nodes = """
        "nodes":[{"callFrame":{"codeType":"other","functionName":"(root)","scriptId":0},"id":1},{"callFrame":{"codeType":"other","functionName":"(idle)","scriptId":0},"id":2,"parent":1},
        {"callFrame":{"codeType":"JS","columnNumber":76,"functionName":"run","lineNumber":7,"scriptId":3,"url":"http://host/app.js"},"id":3,"parent":1},
        {"callFrame":{"codeType":"JS","columnNumber":-1,"functionName":"","lineNumber":-1,"scriptId":3,"url":"http://host/app.js"},"id":4,"parent":3}]
        """;

    internal const string Everything = $$$"""
        {"traceEvents":[
        {"args":{"name":"main"},"name":"thread_name","ph":"M","pid":7,"tid":71,"ts":0},
        {{{Start}}},
        {"args":{"data":{"cpuProfile":{ {{{Nodes}}},"samples":[2,3],"trace_ids":{"7":3}},"lines":[0,1],"timeDeltas":[10,20],"endTime":2000}},"id":"0x2","name":"ProfileChunk","ph":"P","pid":7,"tid":99,"ts":1100},
        {"args":{"data":{"cpuProfile":{"head":{"functionName":"(root)","url":"","lineNumber":0,"id":1,"children":[{"functionName":"old","url":"a.js","lineNumber":3,"columnNumber":1,"id":2,"children":[]}]},"startTime":1.5,"endTime":2.5,"samples":[2,2],"timestamps":[1500000,1600000] } } },"name":"CpuProfile","ph":"I","pid":7,"tid":72,"ts":5},
        {"ph":"X","pid":7,"tid":71,"ts":1000,"dur":500.25,"name":"task","args":{"detail":"d\u0041"}},
        {"ph":"B","pid":7,"tid":71,"ts":1100,"name":"gc"},{"ph":"E","pid":7,"tid":71,"ts":1200,"name":"gc"},{"ph":"E","pid":7,"tid":71,"ts":1201,"name":"no"},
        {"ph":"P","pid":"8","tid":"9","ts":"3.5","sf":"2","name":"s","id2":{"local":"0x7"}}],
        "stackFrames":{"1":{"name":"outer","category":"native"},"2":{"name":"inner","category":"JavaScript","parent":1,"line":"3","column":4}},
        "samples":[{"cpu":"","name":"","ts":"10","pid":8,"tid":"9","weight":"1","sf":1},{"ts":20,"pid":8,"tid":9,"sf":77}],
        "beginningOfTime":1700000000000000}
        """;

    private static Profile Read(params string[] events) => FormatText.Read("chrome-trace", $"[{string.Join(",\n", events)}]");

    private static string Chunk(string samples, string deltas, int time = 1100, string more = "", string id = "\"0x2\"", int pid = 7, string data = "") =>
        $$$"""{"args":{"data":{"cpuProfile":{ {{{(more.Length > 0 ? more + "," : "")}}}"samples":[{{{samples}}}]},"source":"Internal","timeDeltas":[{{{deltas}}}]{{{data}}}}},"id":{{{id}}},"name":"ProfileChunk","ph":"P","pid":{{{pid}}},"tid":99,"ts":{{{time}}}}""";

    [Fact]
    public void A_profile_has_the_thread_of_its_start_and_not_that_of_its_chunks()
    {
        Profile profile = Read(Start, Chunk("2,3,4", "10,20,30", more: Nodes), """{"args":{"name":"main"},"name":"thread_name","ph":"M","pid":7,"tid":71}""");
        Assert.Equal(["1010000 cpu 7/71 (idle) 20000 idle", "1030000 cpu 7/71 run 30000", "1060000 cpu 7/71 run;(anonymous) 0"], Lines(profile));
        Assert.Equal("main", profile.GetThreadName(new ThreadId(0)));
        Assert.Equal([new SampleValueType("cpu", "nanoseconds")], profile.GetValueTypes(profile.Samples[0].Event));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Chunks_of_many_samples_have_those_of_one_profile()
    {
        var random = new Random(5);
        (string Samples, string Deltas)[] parts = [.. Enumerable.Range(0, 5).Select(_ =>
        {
            int[] rows = [.. Enumerable.Range(0, random.Next(5_000, 20_000))];
            return (string.Join(',', rows.Select(_ => random.Next(2, 5))), string.Join(',', rows.Select(_ => random.Next(-3, 9))));
        })];
        Profile trace = Read([Start, .. parts.Select((part, i) => Chunk(part.Samples, part.Deltas, time: 1100 + i, more: i == 0 ? Nodes : ""))]);
        Profile whole = FormatText.Read(
            "cpuprofile",
            $"{{{Nodes},\"startTime\":1000,\"samples\":[{string.Join(',', parts.Select(part => part.Samples))}],\"timeDeltas\":[{string.Join(',', parts.Select(part => part.Deltas))}]}}");
        Assert.Equal(whole.Samples.Times.ToArray(), trace.Samples.Times.ToArray());
        Assert.Equal(whole.Samples.Periods.ToArray(), trace.Samples.Periods.ToArray());
        Assert.Equal(
            whole.Samples.Stacks.ToArray().Select(stack => string.Join(';', whole.GetStackNames(stack))),
            trace.Samples.Stacks.ToArray().Select(stack => string.Join(';', trace.GetStackNames(stack))));
    }

    [Fact]
    public void Functions_have_their_file_line_and_column()
    {
        Profile profile = Read(Start, Chunk("3", "10", more: Nodes));
        Frame frame = profile.Frames[profile.Stacks[profile.Samples.Stacks[0]].Frame!.Value];
        Assert.Equal(("http://host/app.js", 8, 77, FrameKind.Jit), (profile.Sources[frame.Source], frame.Line, frame.Column, frame.Kind));
    }

    [Fact]
    public void Profiles_are_joined_by_process_and_id_and_not_by_id_alone()
    {
        Profile profile = Read(
            Start,
            """{"args":{"data":{"startTime":5000}},"id":"0x2","name":"Profile","ph":"P","pid":8,"tid":81,"ts":5001}""",
            Chunk("3", "10", more: Nodes),
            Chunk("3,3", "10,10", more: Nodes, pid: 8));
        Assert.Equal(["1010000 cpu 7/71 run 0", "5010000 cpu 8/81 run 10000", "5020000 cpu 8/81 run 0"], Lines(profile));
    }

    [Fact]
    public void Chunks_are_sorted_by_their_time_and_their_nodes_may_come_later()
    {
        Profile profile = Read(Chunk("3,4", "7,8", time: 1300), Chunk("2", "100", time: 1100, more: Nodes), Start);
        Assert.Equal(["1100000 cpu 7/71 (idle) 7000 idle", "1107000 cpu 7/71 run 8000", "1115000 cpu 7/71 run;(anonymous) 0"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Samples_with_a_negative_delta_are_sorted_and_no_time_counts_twice()
    {
        Profile profile = Read(Start, Chunk("2,3,2", "100,-60,90", more: Nodes));
        Assert.Equal(["1040000 cpu 7/71 run 60000", "1100000 cpu 7/71 (idle) 30000 idle", "1130000 cpu 7/71 (idle) 0 idle"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Chunks_may_have_no_nodes_no_samples_or_only_an_end_time()
    {
        Profile profile = Read(
            Start,
            Chunk("3", "10", more: Nodes),
            """{"args":{"data":{"cpuProfile":{"nodes":[{"callFrame":{"functionName":"late"},"id":5,"parent":3}]}}},"id":"0x2","name":"ProfileChunk","ph":"P","pid":7,"tid":99,"ts":1200}""",
            Chunk("5", "10", time: 1300),
            """{"args":{"data":{"endTime":1500}},"id":"0x2","name":"ProfileChunk","ph":"P","pid":7,"tid":99,"ts":1400}""");
        Assert.Equal(["1010000 cpu 7/71 run 10000", "1020000 cpu 7/71 run;late 480000"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Events_of_a_profile_may_have_no_data()
    {
        Profile profile = Read(
            """{"args":{},"id":"0x2","name":"Profile","ph":"P","pid":7,"tid":71,"ts":1000}""",
            """{"args":{},"id":"0x2","name":"ProfileChunk","ph":"P","pid":7,"tid":99,"ts":1050}""",
            """{"id":"0x3","name":"ProfileChunk","ph":"P","pid":7,"tid":99,"ts":1050}""",
            Chunk("3", "10", more: Nodes));
        Assert.Equal(["1010000 cpu 7/71 run 0"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_second_profile_of_one_id_has_the_chunks_that_follow_it()
    {
        Profile profile = Read(
            Start,
            Start, // written twice
            Chunk("3", "10", more: Nodes),
            """{"args":{"data":{"startTime":9000}},"id":"0x2","name":"Profile","ph":"P","pid":7,"tid":72,"ts":9001}""",
            Chunk("3", "10", time: 9100, more: Nodes.Replace("run", "walk", StringComparison.Ordinal)));
        Assert.Equal(["1010000 cpu 7/71 run 0", "9010000 cpu 7/72 walk 0"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Several_profiles_are_several_threads()
    {
        Profile profile = Read(
            Start,
            """{"args":{"data":{"startTime":1000}},"id":"0x3","name":"Profile","ph":"P","pid":7,"tid":73,"ts":1001}""",
            Chunk("3", "10", more: Nodes),
            Chunk("3", "30", more: Nodes, id: "\"0x3\""));
        Assert.Equal(["1010000 cpu 7/71 run 0", "1030000 cpu 7/73 run 0"], Lines(profile));
    }

    [Fact]
    public void Chunks_without_the_start_of_their_profile_keep_their_samples()
    {
        Profile profile = Read(Chunk("3,4", "10,10", more: Nodes), Chunk("3", "10", time: 1200));
        Assert.Equal(3, profile.Samples.Count);
        Assert.Null(profile.Threads[new ThreadId(0)].Tid);
        Assert.Equal(["chunk of a CPU profile without its start 2"], Problems(profile));
    }

    [Fact]
    public void Samples_and_time_deltas_of_unequal_number_use_the_shorter_and_keep_the_clock()
    {
        Profile profile = Read(Start, Chunk("3", "10,10", more: Nodes), Chunk("3,3,3", "10,10", time: 1200));
        Assert.Equal(["1010000 cpu 7/71 run 20000", "1030000 cpu 7/71 run 10000", "1040000 cpu 7/71 run 0"], Lines(profile));
        Assert.Equal(["samples and time deltas of unequal number in a chunk of a CPU profile 2"], Problems(profile));
    }

    [Fact]
    public void A_profile_in_one_event_is_read()
    {
        Profile profile = Read("""
            {"args":{"data":{"cpuProfile":{"nodes":[{"id":1,"callFrame":{"functionName":"(root)"},"children":[2]},{"id":2,"callFrame":{"functionName":"run","url":"a.js","lineNumber":1,"columnNumber":2}}],
            "startTime":1000,"endTime":1100,"samples":[2,2],"timeDeltas":[10,20]}}},"cat":"x","name":"CpuProfile","ph":"I","pid":7,"tid":72,"ts":5}
            """);
        Assert.Equal(["1010000 cpu 7/72 run 20000", "1030000 cpu 7/72 run 70000"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_profile_of_an_old_version_with_nested_nodes_and_timestamps_is_read()
    {
        Profile profile = Read("""
            {"args":{"data":{"cpuProfile":{"head":{"functionName":"(root)","url":"","lineNumber":0,"id":1,"children":[{"functionName":"a","url":"a.js","lineNumber":3,"columnNumber":1,"id":2,
            "children":[{"functionName":"b","url":"a.js","lineNumber":9,"columnNumber":1,"id":3,"children":[]}]}]},"startTime":1.5,"endTime":2.5,"samples":[3,2],"timestamps":[1500000,1600000]}}},
            "name":"CpuProfile","ph":"I","pid":7,"tid":72,"ts":5}
            """);
        Assert.Equal(["1500000000 cpu 7/72 a;b 100000000", "1600000000 cpu 7/72 a 0"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void The_CPU_profile_is_the_default_event_where_a_trace_has_spans_too()
    {
        Profile profile = Read(Start, Chunk("3", "10", more: Nodes), """{"ph":"X","pid":7,"tid":71,"ts":1000,"dur":5,"name":"task"}""");
        Assert.Equal("cpu", profile.Events[profile.DefaultEvent!.Value]);
        Assert.Equal(["run 0"], Fold(profile, "cpu"));
        Assert.Equal(["task 5000"], Fold(profile, "span"));
        Assert.Equal(1, profile.Threads.Count);
    }

    [Fact]
    public void Rogue_events_do_not_move_the_start_of_a_profile()
    {
        Profile profile = Read(Start.Replace("\"ts\":1001", "\"ts\":3", StringComparison.Ordinal), Chunk("3", "10", more: Nodes));
        Assert.Equal(["1010000 cpu 7/71 run 0"], Lines(profile));
    }

    [Fact]
    public void Samples_of_stack_frames_become_samples_of_their_thread()
    {
        Profile profile = FormatText.Read("chrome-trace", """
            {"traceEvents":[{"name":"","ph":"M","cat":"","pid":0,"ts":"1","tid":"","args":{"name":"x"}}],
            "samples":[{"cpu":"","name":"","ts":"30","pid":6,"tid":"5","weight":"1","sf":3},{"cpu":"","name":"","ts":"10","pid":6,"tid":"5","weight":"1","sf":2},{"ts":"12","pid":6,"tid":"4","sf":1}],
            "stackFrames":{"3":{"line":"5","column":"7","name":"inner(app.js:5:7)","category":"JavaScript","parent":2},"2":{"name":"outer","category":"JavaScript","parent":1},"1":{"name":"[root]","category":"root"}}}
            """);
        Assert.Equal(
            ["10000 cpu 6/5 [root];outer 20000", "12000 cpu 6/4 [root] 0", "30000 cpu 6/5 [root];outer;inner(app.js:5:7) 0"],
            Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Sample_events_with_a_stack_frame_become_samples()
    {
        Profile profile = FormatText.Read("chrome-trace", """
            {"stackFrames":{"a":{"name":"main"},"b":{"name":"work","parent":"a"}},
            "traceEvents":[{"ph":"P","pid":1,"tid":2,"ts":1,"sf":"b","name":"s"},{"ph":"P","pid":1,"tid":2,"ts":3,"sf":"a","name":"s"},{"ph":"P","pid":1,"tid":2,"ts":3,"name":"no stack"}]}
            """);
        Assert.Equal(["1000 cpu 1/2 main;work 2000", "3000 cpu 1/2 main 0"], Lines(profile));
    }

    [Fact]
    public void Stack_frames_that_are_missing_or_call_themselves_are_counted()
    {
        Profile profile = FormatText.Read("chrome-trace", """
            {"traceEvents":[],"samples":[{"ts":1,"pid":1,"tid":1,"sf":1},{"ts":2,"pid":1,"tid":1,"sf":3},{"ts":3,"pid":1,"tid":1,"sf":9}],
            "stackFrames":{"1":{"name":"a","parent":2},"2":{"name":"b","parent":1},"3":{"name":"c","parent":8}}}
            """);
        Assert.Equal(3, profile.Samples.Count);
        Assert.Equal(
            ["sample with an unknown stack frame 1", "stack frame that calls itself through its parents 1", "stack frame with an unknown parent 1"],
            Problems(profile).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nodes_that_are_missing_or_call_themselves_keep_the_sample()
    {
        Profile profile = Read(
            Start,
            Chunk("2,9", "10,10", more: """ "nodes":[{"id":2,"parent":3,"callFrame":{"functionName":"a"}},{"id":3,"parent":2,"callFrame":{"functionName":"b"}}] """));
        Assert.Equal(2, profile.Samples.Count);
        Assert.NotEmpty(profile.Diagnostics);
    }
}
