using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;
using static FlameScope.Parsing.Tests.SampleText;

namespace FlameScope.Parsing.Tests;

/// <summary>Files of speedscope: sampled and evented profiles, units, and what real files contain.</summary>
public class SpeedscopeTests
{
    private const string Schema = "\"$schema\":\"https://www.speedscope.app/file-format-schema.json\"";

    private const string Frames = """
        "shared":{"frames":[{"name":"main","file":"a.c","line":3,"col":9},{"name":"read"},{"name":"work"},{"name":"main","file":"a.c","line":3,"col":9}]}
        """;

    private const string Sampled = """
        {"type":"sampled","name":"main thread","unit":"milliseconds","startValue":5,"endValue":9,"samples":[[0],[0,1],[],[0,2,1]],"weights":[1,0.5,2,0.25]}
        """;

    private const string Evented = """
        {"type":"evented","name":"t","unit":"microseconds","startValue":0,"endValue":30,"events":[{"type":"O","frame":0,"at":0},{"type":"O","frame":2,"at":10},
        {"type":"C","frame":2,"at":15.0005},{"type":"C","frame":0,"at":20}]}
        """;

    private static readonly string[] SampledLines = ["5000000 main 1000000", "6000000 main;read 500000", "6500000  2000000", "8500000 main;work;read 250000"];

    [Fact]
    public void The_time_of_a_sample_is_the_sum_of_the_weights_before_it()
    {
        Profile profile = Read(Text(Sampled));
        Assert.Equal("speedscope", profile.Format);
        Assert.Equal(SampledLines, Lines(profile));
        Assert.Equal([new SampleValueType("weight", "nanoseconds")], profile.GetValueTypes(profile.Samples[0].Event).ToArray());
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Spans_become_samples_at_each_change()
    {
        Profile profile = Read(Text(Evented));
        Assert.Equal(["0 main 10000", "10000 main;work 5000", "15000 main 5000"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Long_spans_are_cut_at_the_grid()
    {
        Profile profile = Read(Text(Evented), new ProfileReadOptions { SpanGrid = 4000 });
        Assert.Equal(
            ["0 main 4000", "4000 main 4000", "8000 main 2000", "10000 main;work 2000", "12000 main;work 3000", "15000 main 1000", "16000 main 4000"],
            Lines(profile));
    }

    [Theory]
    [InlineData("nanoseconds", 5, "weight/nanoseconds")]
    [InlineData("microseconds", 5_000, "weight/nanoseconds")]
    [InlineData("milliseconds", 5_000_000, "weight/nanoseconds")]
    [InlineData("seconds", 5_000_000_000, "weight/nanoseconds")]
    public void Units_of_time_become_nanoseconds(string unit, long value, string type)
    {
        Profile profile = Read(Text($$"""{"type":"sampled","name":"","unit":"{{unit}}","startValue":0,"endValue":10,"samples":[[0],[1]],"weights":[5,5]}"""));
        Assert.Equal([$"0 main {value}", $"{value} read {value}"], Lines(profile));
        Assert.Equal(type, profile.GetValueTypes(profile.Samples[0].Event)[0].ToString());
    }

    [Theory]
    [InlineData("bytes", "weight/bytes")]
    [InlineData("none", "weight/count")]
    public void Samples_of_other_units_have_no_time(string unit, string type)
    {
        Profile profile = Read(Text($$"""{"type":"sampled","name":"","unit":"{{unit}}","startValue":0,"endValue":10,"samples":[[0],[1]],"weights":[5,6]}"""));
        Assert.Equal(["- main 5", "- read 6"], Lines(profile));
        Assert.Equal(type, profile.GetValueTypes(profile.Samples[0].Event)[0].ToString());
    }

    [Fact]
    public void Spans_of_bytes_have_no_time_and_are_not_cut()
    {
        Profile profile = Read(Text(Evented.Replace("microseconds", "bytes")), new ProfileReadOptions { SpanGrid = 4 });
        Assert.Equal(["- main 10", "- main;work 5", "- main 5"], Lines(profile));
    }

    [Fact]
    public void Weights_with_fractions_add_up_exactly()
    {
        string samples = string.Join(',', Enumerable.Repeat("[0]", 10));
        string weights = string.Join(',', Enumerable.Repeat("0.1", 10));
        Profile profile = Read(Text($$"""{"type":"sampled","name":"","unit":"nanoseconds","startValue":0,"endValue":1,"samples":[{{samples}}],"weights":[{{weights}}]}"""));
        Assert.Equal(1, profile.Samples.Sum(sample => sample.Period));
        Assert.Equal(10, profile.Samples.Count);
    }

    [Fact]
    public void Frames_can_come_after_profiles()
    {
        Profile profile = Read("{" + Schema + ",\"profiles\":[" + Sampled + "," + Evented + "]," + Frames + "}");
        Assert.Equal(Lines(Read(Text(Sampled, Evented))), Lines(profile));
    }

    [Fact]
    public void The_unit_can_come_after_weights_and_events()
    {
        Profile sampled = Read(Text("""
            {"samples":[[0],[0,1],[],[0,2,1]],"weights":[1,0.5,2,0.25],"startValue":5,"unit":"milliseconds","type":"sampled","name":"main thread"}
            """));
        Assert.Equal(SampledLines, Lines(sampled));
        Profile evented = Read(Text("""
            {"events":[{"at":0,"frame":0,"type":"O"},{"at":1.5,"frame":0,"type":"C"}],"type":"evented","name":"","unit":"seconds"}
            """), new ProfileReadOptions { SpanGrid = long.MaxValue });
        Assert.Equal(["0 main 1500000000"], Lines(evented));
    }

    [Fact]
    public void A_document_without_a_schema_is_recognized_by_its_keys() => Assert.Equal(4, Read("{\"profiles\":[" + Sampled + "]," + Frames + "}").Samples.Count);

    [Fact]
    public void A_schema_behind_other_keys_is_recognized() =>
        Assert.Equal(4, Read("{\"exporter\":\"x\",\"name\":\"y\",\"activeProfileIndex\":0," + Schema + "," + Frames + ",\"profiles\":[" + Sampled + "]}").Samples.Count);

    [Fact]
    public void Frames_have_their_file_line_and_column()
    {
        Profile profile = Read(Text(Sampled));
        Frame main = FrameOf(profile, "main");
        Assert.Equal(("a.c", 3, 9), (profile.Sources[main.Source], main.Line, main.Column));
    }

    [Fact]
    public void Equal_frames_with_different_indices_are_one()
    {
        Profile profile = Read(Text("""{"type":"sampled","name":"","unit":"none","startValue":0,"endValue":2,"samples":[[0],[3]],"weights":[1,1]}"""));
        Assert.Equal(profile.Samples[0].Stack, profile.Samples[1].Stack);
        Profile evented = Read(Text("""
            {"type":"evented","name":"","unit":"none","startValue":0,"endValue":2,"events":[{"type":"O","frame":0,"at":0},{"type":"C","frame":3,"at":2}]}
            """));
        Assert.Equal(["- main 2"], Lines(evented));
        Assert.Empty(evented.Diagnostics);
    }

    [Theory]
    [InlineData("Thread (12374)", null, 12374L, "Thread (12374)")]
    [InlineData("Process 9089 Thread 9092 \\\"indexer\\\"", 9089L, 9092L, "indexer")]
    [InlineData("Process 9089 Thread 9092", 9089L, 9092L, "")]
    [InlineData("Thread 9092 \\\"a \\\" b\\\"", null, 9092L, "a \" b")]
    [InlineData("Process 7 \\\"x\\\"", 7L, null, "x")]
    [InlineData("\\\"Thread 5\\\"", null, null, "Thread 5")]
    [InlineData("Thread 5 is busy", null, null, "Thread 5 is busy")]
    [InlineData("Thread x", null, null, "Thread x")]
    [InlineData("Process 7 or 8", null, null, "Process 7 or 8")]
    [InlineData("shop", null, null, "shop")]
    [InlineData("", null, null, "")]
    public void Numbers_are_taken_from_names_of_known_forms_only(string name, long? pid, long? tid, string thread)
    {
        Profile profile = Read(Text($$"""{"type":"sampled","name":"{{name}}","unit":"none","startValue":0,"endValue":1,"samples":[[0]],"weights":[1]}"""));
        ThreadInfo info = profile.Threads[profile.Samples[0].Thread];
        Assert.Equal((pid, tid, thread), (info.Pid, info.Tid, profile.Comms[info.Comm]));
    }

    [Fact]
    public void Frames_of_dotnet_trace_can_be_left_out()
    {
        const string Document = """
            {"shared":{"frames":[{"name":"Process64 dotnet (12374) Args: x"},{"name":"(Non-Activities)"},{"name":"Threads"},{"name":"Thread (12374)"},{"name":"A!B.C()"},
            {"name":"CPU_TIME"},{"name":"UNMANAGED_CODE_TIME"}]},"profiles":[{"type":"evented","name":"Thread (12374)","unit":"nanoseconds","startValue":0,"endValue":9,"events":[
            {"type":"O","frame":0,"at":0},{"type":"O","frame":1,"at":0},{"type":"O","frame":2,"at":0},{"type":"O","frame":3,"at":0},{"type":"O","frame":4,"at":1},
            {"type":"O","frame":5,"at":1},{"type":"C","frame":5,"at":3},{"type":"O","frame":6,"at":3},{"type":"C","frame":6,"at":8},{"type":"C","frame":4,"at":8},
            {"type":"C","frame":3,"at":9},{"type":"C","frame":2,"at":9},{"type":"C","frame":1,"at":9},{"type":"C","frame":0,"at":9}]}]}
            """;
        Profile profile = ReadWith(new SpeedscopeReader { OmitsDotnetTraceFrames = true }, Document);
        Assert.Equal(["0  1", "1 A!B.C() 2", "3 A!B.C() 5", "8  1"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
        Assert.EndsWith("Thread (12374);A!B.C();CPU_TIME 2", Lines(Read(Document))[1], StringComparison.Ordinal);
        Assert.Equal(FrameKind.Other, FrameOf(Read(Document), "CPU_TIME").Kind);
    }

    [Fact]
    public void Frames_that_are_closed_in_the_wrong_order_are_read_and_reported()
    {
        Profile profile = Read(Text(Events("O0@0,O1@0,C0@5,C1@8")));
        Assert.Equal(["0 main;read 5", "5 read 3"], Lines(profile));
        Assert.Equal(["frame that is closed before a frame that it called (1)"], Reports(profile));
    }

    [Fact]
    public void Frames_that_are_closed_and_not_open_or_never_closed_are_reported()
    {
        Profile profile = Read(Text(Events("C1@0,O0@0,O2@3")));
        Assert.Equal(["0 main 3", "3 main;work 7"], Lines(profile));
        Assert.Equal(["frame that is not closed (2)", "frame that is closed and not open (1)"], Reports(profile));
    }

    [Fact]
    public void Events_that_go_back_in_time_take_the_time_of_the_event_before()
    {
        Profile profile = Read(Text(Events("O0@5,O1@3,C1@8,C0@9")));
        Assert.Equal(["5 main;read 3", "8 main 1"], Lines(profile));
        Assert.Equal(["event with an earlier time than the event before it (1)"], Reports(profile));
    }

    [Fact]
    public void Weights_and_samples_of_different_lengths_are_read_to_the_shorter_and_reported()
    {
        Profile profile = Read(Text("""{"type":"sampled","name":"","unit":"none","startValue":0,"endValue":1,"samples":[[0]],"weights":[1,2,3]}"""));
        Assert.Equal(["- main 1"], Lines(profile));
        Assert.Equal(["sample without a weight, or weight without a sample (2)"], Reports(profile));
    }

    [Fact]
    public void Weights_of_zero_are_kept_and_bad_ones_count_as_zero()
    {
        Profile profile = Read(Text("""{"type":"sampled","name":"","unit":"none","startValue":0,"endValue":1,"samples":[[0],[0],[0],[0],[1]],"weights":[0,-1,null,1e30,"2"]}"""));
        Assert.Equal(["- main 0", "- main 0", "- main 0", "- main 0", "- read 0"], Lines(profile));
        Assert.Equal(["weight that is negative, not a number, or does not fit (4)"], Reports(profile));
    }

    [Fact]
    public void Samples_with_the_text_of_an_earlier_one_have_the_stack_of_its_numbers()
    {
        // The strings have a bracket: what precedes it is not the whole array.
        string[] samples = ["[0]", "[ 0]", "[0,1]", "[0, 1]", "[]", "[0,2,1]", "[0,\"]\",1]", "[0,\"]\",2]", "[0,99]", "[0,null]", "[1e0]", "[1.0,2]", "[-1]", "[0,[1],2]", "null", "7"];
        string[] stacks = ["main", "main", "main;read", "main;read", "", "main;work;read", "", "", "", "", "read", "read;work", "", "", "", ""];
        var random = new Random(4);
        int[] drawn = [.. Enumerable.Range(0, 2000).Select(_ => random.Next(samples.Length))];
        string text = $"{{\"type\":\"sampled\",\"name\":\"\",\"unit\":\"none\",\"startValue\":0,\"endValue\":1,\"samples\":[{string.Join(',', drawn.Select(i => samples[i]))}],"
            + $"\"weights\":[{string.Join(',', drawn.Select(_ => "1"))}]}}";
        Profile profile = Read(Text(text));
        Assert.Equal(drawn.Select(i => stacks[i]), profile.Samples.Stacks.ToArray().Select(stack => string.Join(';', profile.GetStackNames(stack))));
        foreach (int block in new[] { 1, 7, 100 }) ProfileAssert.Same(profile, ReadInBlocks(Encoding.UTF8.GetBytes(Text(text)), block));
    }

    [Fact]
    public void Very_many_distinct_stacks_are_those_of_their_numbers()
    {
        const int Count = 300;
        string frames = string.Join(',', Enumerable.Range(0, Count).Select(i => $"{{\"name\":\"f{i}\"}}"));
        string samples = string.Join(',', Enumerable.Range(0, Count * Count).Select(i => $"[{i / Count},{i % Count}]"));
        string weights = string.Join(',', Enumerable.Repeat("1", Count * Count));
        Profile profile = Read(
            $"{{{Schema},\"shared\":{{\"frames\":[{frames}]}},\"profiles\":[{{\"type\":\"sampled\",\"name\":\"\",\"unit\":\"none\",\"startValue\":0,\"endValue\":1,"
            + $"\"samples\":[{samples}],\"weights\":[{weights}]}}]}}");
        Assert.Equal(
            Enumerable.Range(0, Count * Count).Select(i => $"f{i / Count};f{i % Count}"),
            profile.Samples.Stacks.ToArray().Select(stack => string.Join(';', profile.GetStackNames(stack))));
    }

    [Fact]
    public void Frames_that_are_missing_leave_the_sample_without_a_stack()
    {
        Profile profile = Read(Text("""{"type":"sampled","name":"","unit":"none","startValue":0,"endValue":1,"samples":[[0,99],[-1],[0,null],null,[0,{}],[0]],"weights":[1,2,3,4,5,6]}"""));
        Assert.Equal(["-  1", "-  2", "-  3", "-  4", "-  5", "- main 6"], Lines(profile));
        Assert.Equal(["sample with a frame that is missing (5)"], Reports(profile));
        Assert.Equal(["event with a frame that is missing (2)"], Reports(Read(Text(Events("O99@0,C99@1")))));
    }

    [Fact]
    public void A_file_without_profiles_is_empty() => Assert.Equal(0, Read("{" + Schema + ",\"shared\":{\"frames\":[]},\"profiles\":[]}").Samples.Count);

    [Fact]
    public void The_exporter_is_the_version_of_the_tool()
    {
        Profile profile = Read("{\"exporter\":\"py-spy@0.3.14\",\"name\":\"n\"," + Schema + "," + Frames + ",\"profiles\":[]}");
        Assert.Equal("py-spy@0.3.14", profile.Header.ToolVersion);
        Assert.Equal(["name: n", "exporter: py-spy@0.3.14"], profile.Header.Facts.Select(fact => $"{fact.Name}: {fact.Value}"));
    }

    [Fact]
    public void Any_block_length_gives_the_same_profile()
    {
        foreach (string document in new[] { Text(Sampled, Evented), "{" + Schema + ",\"profiles\":[" + Sampled + "," + Evented + "]," + Frames + "}" })
        {
            Profile whole = Read(document);
            foreach (int block in new[] { 1, 2, 3, 7, 64, 1000 }) ProfileAssert.Same(whole, ReadInBlocks(Encoding.UTF8.GetBytes(document), block));
        }
    }

    [Theory]
    [InlineData("""{"at":10,"frame":2,"type":"O"}""")]
    [InlineData("""{ "type" : "O" , "frame" : 2 , "at" : 10 }""")]
    [InlineData("{\r\n\t\"type\": \"O\",\n\t\"frame\": 2,\n\t\"at\": 10.000\n}")]
    [InlineData("""{"type":"O","frame":2,"at":1e1}""")]
    [InlineData("""{"type":"O","frame":2,"at":10.0000000000000000000}""")]
    [InlineData("""{"type":"O","frame":2.0,"at":10}""")]
    [InlineData("""{"type":"O","frame":20e-1,"at":100E-1}""")]
    [InlineData("""{"\u0074ype":"\u004F","frame":2,"at":10}""")]
    [InlineData("""{"name":{"type":"C"},"type":"O","frame":2,"at":10,"x":[1,{}]}""")]
    [InlineData("""{"type":"C","frame":1,"at":9,"type":"O","frame":2,"at":10}""")]
    [InlineData("""{"type":"O","frame":null,"frame":2,"at":"x","at":10}""")]
    public void An_event_can_be_written_in_any_way(string text)
    {
        string document = Text(Evented.Replace("""{"type":"O","frame":2,"at":10}""", text, StringComparison.Ordinal));
        foreach (int block in new[] { 1, 3, 30, 10_000 })
        {
            Profile profile = ReadInBlocks(Encoding.UTF8.GetBytes(document), block);
            Assert.Equal(["0 main 10000", "10000 main;work 5000", "15000 main 5000"], Lines(profile));
            Assert.Empty(profile.Diagnostics);
        }
    }

    [Theory]
    [InlineData("""{"type":"O","frame":02,"at":10}""")]
    [InlineData("""{"type":"O","frame":2,"at":010}""")]
    [InlineData("""{"type":"O","frame":2,"at":10.}""")]
    [InlineData("""{"type":"O","frame":2,"at":.5}""")]
    [InlineData("""{"type":"O","frame":2,"at":-}""")]
    [InlineData("""{"type":"O","frame":2,"at":1 0}""")]
    [InlineData("""{"type":"O","frame":2,"at":10,}""")]
    [InlineData("""{"type":"O" "frame":2,"at":10}""")]
    [InlineData("""{"type":"O","frame":2;"at":10}""")]
    [InlineData("""{"type":"O","frame"2,"at":10}""")]
    [InlineData("""{"type":O,"frame":2,"at":10}""")]
    public void An_event_that_is_no_JSON_is_refused(string text)
    {
        string document = Text(Evented.Replace("""{"type":"O","frame":2,"at":10}""", text, StringComparison.Ordinal));
        Assert.Throws<ProfileFormatException>(() => Read(document));
    }

    [Theory]
    [InlineData("""{"type":"O","frame":-2,"at":10}""")]
    [InlineData("""{"type":"O","frame":2147483647,"at":10}""")]
    [InlineData("""{"type":"O","frame":99999999,"at":10}""")]
    [InlineData("""{"type":"X","frame":2,"at":10}""")]
    [InlineData("""{"type":"OC","frame":2,"at":10}""")]
    [InlineData("""{"type":"O","frame":2}""")]
    [InlineData("""{"frame":2,"at":10}""")]
    [InlineData("""{"type":"O","at":10}""")]
    [InlineData("""{"type":"O","frame":2,"at":null}""")]
    [InlineData("""{"type":"O","frame":2,"at":"10"}""")]
    [InlineData("[]")]
    [InlineData("17")]
    public void An_event_that_has_no_meaning_is_reported(string text)
    {
        string document = Text(Evented.Replace("""{"type":"O","frame":2,"at":10}""", text, StringComparison.Ordinal));
        foreach (int block in new[] { 1, 3, 30, 10_000 })
        {
            Profile profile = ReadInBlocks(Encoding.UTF8.GetBytes(document), block);
            Assert.Equal(["0 main 20000"], Lines(profile));
            Assert.NotEmpty(profile.Diagnostics);
        }
    }

    [Fact]
    public void Events_before_the_name_or_the_frames_give_the_same_profile()
    {
        const string Late = """
            {"events":[{"type":"O","frame":0,"at":0},{"type":"O","frame":2,"at":10},{"type":"C","frame":2,"at":15.0005},{"type":"C","frame":0,"at":20}],
            "endValue":30,"startValue":0,"unit":"microseconds","name":"t","type":"evented"}
            """;
        Profile profile = Read(Text(Evented, Evented));
        ProfileAssert.Same(profile, Read(Text(Late, Late)));
        ProfileAssert.Same(profile, Read(Text(Evented, Late)));
        ProfileAssert.Same(profile, Read("{" + Schema + ",\"profiles\":[" + Late + "," + Evented + "]," + Frames + "}"));
    }

    [Fact]
    public void Events_of_a_file_that_is_cut_are_read_up_to_the_last_one()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text(Evented));
        int start = Encoding.UTF8.GetString(text).IndexOf("{\"type\":\"C\",\"frame\":0", StringComparison.Ordinal);
        for (int length = start; length < start + 20; length++)
        {
            Profile profile = Read(Encoding.UTF8.GetString(text, 0, length));
            Assert.Equal(["0 main 10000", "10000 main;work 5000"], Lines(profile));
            Assert.Contains("the end of the document is missing", Assert.Single(profile.Diagnostics).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cut_file_gives_the_first_samples_and_is_reported()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text(Sampled));
        for (int length = 1; length < text.Length; length++)
        {
            Profile profile = ProfileFormats.Default.Parse(text.AsMemory(0, length), new ProfileReadOptions { Format = "speedscope" });
            List<string> lines = Lines(profile);
            Assert.Equal(SampledLines.Take(lines.Count), lines);
            Assert.Equal(["the end of the document is missing (1)"], Reports(profile));
        }
    }

    [Fact]
    public void A_file_that_is_cut_before_its_frames_is_refused()
    {
        var e = Assert.Throws<ProfileFormatException>(() => Read("{" + Schema + ",\"profiles\":[" + Sampled + "]"));
        Assert.Equal(ProfileReadError.Truncated, e.Error);
    }

    private static string Text(params string[] profiles) => "{" + Schema + "," + Frames + ",\"profiles\":[" + string.Join(',', profiles) + "]}";

    // "O0@5" opens frame 0 at 5 ns.
    private static string Events(string events)
    {
        IEnumerable<string> objects = events.Split(',').Select(each => $$"""{"type":"{{each[0]}}","frame":{{each[1..].Split('@')[0]}},"at":{{each.Split('@')[1]}}}""");
        return $$"""{"type":"evented","name":"","unit":"nanoseconds","startValue":0,"endValue":10,"events":[{{string.Join(',', objects)}}]}""";
    }
}
