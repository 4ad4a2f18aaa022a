using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;
using static FlameScope.Parsing.Tests.SampleText;

namespace FlameScope.Parsing.Tests;

/// <summary>CPU profiles of V8: their times, their tree, and what real files contain.</summary>
public class CpuProfileTests
{
    private const string Nodes = """
        "nodes":[{"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":0,"children":[2,3,4,9]},
        {"id":2,"callFrame":{"functionName":"(program)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":7},
        {"id":3,"callFrame":{"functionName":"(idle)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":7},
        {"id":4,"callFrame":{"functionName":"","scriptId":"5","url":"file:///app.js","lineNumber":0,"columnNumber":10},"hitCount":7,"children":[70]},
        {"id":70,"callFrame":{"functionName":"run","scriptId":"5","url":"file:///app.js","lineNumber":11,"columnNumber":4},"hitCount":9,"positionTicks":[{"line":12,"ticks":1}]},
        {"id":9,"callFrame":{"functionName":"(garbage collector)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":1}]
        """;

    private const string Whole = "{" + Nodes + ""","startTime":1000,"endTime":1075,"samples":[2,4,70,3,9],"timeDeltas":[10,10,20,10,5]}""";

    [Fact]
    public void A_sample_lasts_until_the_next_and_the_last_until_the_end()
    {
        Profile profile = Read(Whole);
        Assert.Equal("cpuprofile", profile.Format);
        Assert.Equal(
            [
                "1010000 (program) 10000",
                "1020000 (anonymous) 20000",
                "1040000 (anonymous);run 10000",
                "1050000 (idle) 5000 idle",
                "1055000 (garbage collector) 20000",
            ],
            Lines(profile));
        Assert.Empty(profile.Diagnostics);
        Assert.Equal("cpu", profile.Events[profile.Samples[0].Event]);
    }

    [Fact]
    public void The_first_delta_counts_from_the_start_time() =>
        Assert.Equal("1007000", Lines(Read("{" + Nodes + ""","startTime":1000,"samples":[2],"timeDeltas":[7]}"""))[0].Split(' ')[0]);

    [Fact]
    public void Without_an_end_time_the_last_sample_has_no_length() =>
        Assert.Equal(["1000 (program) 2000", "3000 (program) 0"], Lines(Read("{" + Nodes + ""","samples":[2,2],"timeDeltas":[1,2]}""")));

    [Fact]
    public void Samples_with_a_negative_delta_are_sorted_and_no_time_counts_twice()
    {
        Profile profile = Read("{" + Nodes + ""","startTime":0,"endTime":40,"samples":[2,4,3,2],"timeDeltas":[10,20,-5,10]}""");
        Assert.Equal(["10000 (program) 15000", "25000 (idle) 5000 idle", "30000 (anonymous) 5000", "35000 (program) 5000"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Functions_have_the_source_line_and_column_counted_from_1_and_a_kind()
    {
        Profile profile = Read(Whole);
        Frame run = FrameOf(profile, "run");
        Assert.Equal(("file:///app.js", 12, 5, FrameKind.Jit), (profile.Sources[run.Source], run.Line, run.Column, run.Kind));
        Frame program = FrameOf(profile, "(program)");
        Assert.Equal((SourceId.None, 0, 0, FrameKind.Unknown), (program.Source, program.Line, program.Column, program.Kind));
        Assert.Equal(FrameKind.Idle, FrameOf(profile, "(idle)").Kind);
        Assert.Equal(FrameKind.Runtime, FrameOf(profile, "(garbage collector)").Kind);
    }

    [Fact]
    public void Functions_of_one_name_in_two_places_are_two_frames()
    {
        Profile profile = Read("""
            {"nodes":[{"id":1,"callFrame":{"functionName":"f","url":"a.js","lineNumber":1,"columnNumber":1}},
            {"id":2,"callFrame":{"functionName":"f","url":"a.js","lineNumber":2,"columnNumber":1}}],"samples":[1,2],"timeDeltas":[1,1]}
            """);
        Assert.Equal(2, profile.Frames.Count);
    }

    [Fact]
    public void A_function_of_a_script_can_have_the_name_of_an_idle_thread()
    {
        Profile profile = Read("""
            {"nodes":[{"id":1,"callFrame":{"functionName":"(idle)","url":"a.js","lineNumber":1,"columnNumber":1}}],"samples":[1],"timeDeltas":[1]}
            """);
        Assert.Equal(0, profile.IdleCount);
    }

    [Fact]
    public void Keys_can_have_any_order()
    {
        Profile profile = Read("{\"timeDeltas\":[10,10,20,10,5],\"samples\":[2,4,70,3,9],\"endTime\":1075,\"startTime\":1000," + Nodes + "}");
        Assert.Equal(Lines(Read(Whole)), Lines(profile));
    }

    [Fact]
    public void Parents_can_be_given_by_id()
    {
        Profile profile = Read("""
            {"nodes":[{"id":5,"parent":1,"callFrame":{"functionName":"b"}},{"id":1,"callFrame":{"functionName":"a"}}],"samples":[5],"timeDeltas":[1]}
            """);
        Assert.Equal(["1000 a;b 0"], Lines(profile));
    }

    [Fact]
    public void The_form_before_Chrome_58_has_nested_nodes_timestamps_and_times_in_seconds()
    {
        Profile profile = Read("""
            {"head":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":0,"columnNumber":0,"hitCount":0,"callUID":1,"children":[
              {"functionName":"main","scriptId":"1","url":"a.js","lineNumber":3,"columnNumber":2,"hitCount":1,"callUID":2,"children":[
                {"functionName":"","url":"a.js","lineNumber":8,"columnNumber":0,"children":[],"id":3}],"deoptReason":"","id":2},
              {"functionName":"(idle)","url":"","lineNumber":0,"children":[],"id":4}],"deoptReason":"","id":1},
             "startTime":2.5,"endTime":2.50004,"samples":[2,3,4],"timestamps":[2500010,2500020,2500030]}
            """);
        Assert.Equal(["2500010000 main 10000", "2500020000 main;(anonymous) 10000", "2500030000 (idle) 10000 idle"], Lines(profile));
        Assert.Equal((3, 2), (FrameOf(profile, "main").Line, FrameOf(profile, "main").Column));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Samples_without_times_are_counted()
    {
        Profile profile = Read("""{"head":{"functionName":"main","hitCount":1,"children":[],"id":2},"samples":[2,2]}""");
        Assert.Equal(["- main 1", "- main 1"], Lines(profile));
    }

    [Fact]
    public void Columns_of_different_lengths_are_read_to_the_shorter_and_reported()
    {
        Profile profile = Read("{" + Nodes + ""","samples":[2,2,2,2],"timeDeltas":[1,1]}""");
        Assert.Equal(2, profile.Samples.Count);
        Assert.Equal(["sample without a time, or time without a sample (2)"], Reports(profile));
    }

    [Fact]
    public void A_sample_of_a_missing_node_has_no_stack_and_is_reported()
    {
        Profile profile = Read("{" + Nodes + ""","samples":[2,99,-1,null],"timeDeltas":[1,1,1,1]}""");
        Assert.Equal(["1000 (program) 1000", "2000  1000", "3000  1000", "4000  0"], Lines(profile));
        Assert.Equal(["sample of a node that is missing (3)"], Reports(profile));
    }

    [Fact]
    public void A_node_of_two_parents_keeps_the_first()
    {
        Profile profile = Read("""
            {"nodes":[{"id":1,"callFrame":{"functionName":"a"},"children":[3]},{"id":2,"callFrame":{"functionName":"b"},"children":[3,4]},
            {"id":3,"callFrame":{"functionName":"c"}}],"samples":[3],"timeDeltas":[1]}
            """);
        Assert.Equal(["1000 a;c 0"], Lines(profile));
        Assert.Equal(["link to a node that is missing (1)", "node with two parents (1)"], Reports(profile));
    }

    [Fact]
    public void Nodes_in_a_cycle_have_no_stack()
    {
        Profile profile = Read("""
            {"nodes":[{"id":1,"callFrame":{"functionName":"a"},"children":[2]},{"id":2,"callFrame":{"functionName":"b"},"children":[1,3]},
            {"id":3,"callFrame":{"functionName":"c"}},{"id":4,"callFrame":{"functionName":"d"},"children":[4]}],"samples":[3,1,2,4],"timeDeltas":[1,1,1,1]}
            """);
        Assert.Equal(["1000  1000", "2000  1000", "3000  1000", "4000  0"], Lines(profile));
        Assert.Equal(["node that is its own ancestor (2)"], Reports(profile));
    }

    [Fact]
    public void Ids_can_be_any_number()
    {
        Profile profile = Read("""
            {"nodes":[{"id":9007199254740993,"callFrame":{"functionName":"a"},"children":[-7]},{"id":-7,"callFrame":{"functionName":"b"}},
            {"id":-7,"callFrame":{"functionName":"c"}}],"samples":[9007199254740993,-7],"timeDeltas":[1,1]}
            """);
        Assert.Equal(["1000 a 1000", "2000 a;b 0"], Lines(profile));
        Assert.Equal(["node with the id of another node (1)"], Reports(profile));
    }

    [Fact]
    public void Fractions_of_a_microsecond_are_kept()
    {
        Profile profile = Read("{" + Nodes + ""","startTime":1.5,"endTime":4.0005,"samples":[2,2],"timeDeltas":[0.25,1.125]}""");
        Assert.Equal(["1750 (program) 1125", "2875 (program) 1125"], Lines(profile));
    }

    [Fact]
    public void Times_that_do_not_fit_are_no_exception()
    {
        Profile profile = Read("{" + Nodes + ""","startTime":9223372036854775,"samples":[2,2,2],"timeDeltas":[9223372036854775,9223372036854775,1e300]}""");
        Assert.Equal(3, profile.Samples.Count);
        Assert.NotEmpty(profile.Diagnostics);
    }

    [Fact]
    public void Any_block_length_gives_the_same_profile()
    {
        byte[] text = Encoding.UTF8.GetBytes(Whole);
        Profile whole = Read(Whole);
        foreach (int block in new[] { 1, 2, 3, 7, 64, 1000 }) ProfileAssert.Same(whole, ReadInBlocks(text, block));
    }

    [Fact]
    public void A_cut_file_gives_the_first_samples_and_is_reported()
    {
        byte[] text = Encoding.UTF8.GetBytes(Whole);
        List<string> whole = Lines(Read(Whole));
        for (int length = 1; length < text.Length; length++)
        {
            Profile profile = ProfileFormats.Default.Parse(text.AsMemory(0, length), new ProfileReadOptions { Format = "cpuprofile" });
            List<string> lines = Lines(profile);
            Assert.Equal(whole.Take(lines.Count), lines);
            Assert.Equal(["the end of the document is missing (1)"], Reports(profile));
        }
    }

    [Fact]
    public void Deep_trees_are_read_without_recursion()
    {
        const int Depth = 50_000;
        string text = "{\"head\":" + string.Concat(Enumerable.Range(1, Depth).Select(i => $"{{\"functionName\":\"f\",\"id\":{i},\"children\":["))
            + string.Concat(Enumerable.Repeat("]}", Depth)) + $",\"samples\":[{Depth}],\"timestamps\":[1]}}";
        var options = new ProfileReadOptions { Format = "cpuprofile" };
        Profile profile = Read(text, options);
        Assert.Equal(Depth, profile.GetStackNames(profile.Samples[0].Stack).Length);
        var e = Assert.Throws<ProfileFormatException>(() => Read(text, options with { MaximumFrames = 1000 }));
        Assert.Equal(ProfileReadError.LimitExceeded, e.Error);
    }

    [Fact]
    public void Strict_mode_names_the_place()
    {
        var e = Assert.Throws<ProfileFormatException>(
            () => Read("""{"nodes":[{"id":1,"callFrame":{"functionName":"a"}},{"callFrame":{"functionName":"a"}}],"samples":[1],"timeDeltas":[1]}""", new ProfileReadOptions { Strict = true }));
        Assert.Contains("$.nodes[1]", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"nodes":[1,2],"samples":[]}""")]
    [InlineData("""{"head":{"callFrame":{"functionName":"(root)"},"selfSize":0,"children":[]},"samples":[]}""")]
    [InlineData("""{"snapshot":{"meta":{}},"nodes":[1,2],"edges":[]}""")]
    [InlineData("""[{"nodes":[{"id":1,"callFrame":{"functionName":"a","hitCount":1}}]}]""")]
    public void Other_documents_are_not_recognized(string text) =>
        Assert.NotEqual(FormatMatch.Yes, new CpuProfileReader().Match(new FormatProbe(Encoding.UTF8.GetBytes(text), isWhole: true)));

    [Fact]
    public void Late_keys_need_more_data() =>
        Assert.Equal(FormatMatch.NeedMoreData, new CpuProfileReader().Match(new FormatProbe("""{"startTime":1,"samples":[1,2"""u8.ToArray(), isWhole: false)));

    [Fact]
    public void The_root_is_not_part_of_stacks()
    {
        Profile profile = Read("{" + Nodes + ""","samples":[1,2],"timeDeltas":[1,1]}""");
        Assert.Equal(["1000  1000", "2000 (program) 0"], Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Collections_and_the_program_keep_the_stack_of_the_file() =>
        Assert.Equal(
            ["1000 (anonymous);run 1000", "2000 (garbage collector) 1000", "3000 (program) 0"],
            Lines(Read("{" + Nodes + ""","samples":[70,9,2],"timeDeltas":[1,1,1]}""")));

    [Fact]
    public void Hit_counts_and_ticks_of_lines_are_not_used()
    {
        // The nodes have 31 hits.
        Assert.Equal(0, Read("{" + Nodes + ""","samples":[],"timeDeltas":[]}""").Samples.Count);
        Assert.Equal(["1000 (anonymous);run 0"], Lines(Read("{" + Nodes + ""","samples":[70],"timeDeltas":[1]}""")));
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(400, 20)]
    [InlineData(400, 300)]
    [InlineData(40_000, 31)]
    [InlineData(40_000, 40_000)]
    public void Late_samples_are_sorted_however_late_they_are(int count, int latest)
    {
        var random = new Random(count + latest);
        long[] deltas = [.. Enumerable.Range(0, count).Select(i => random.Next(4) > 0 ? random.Next(0, 4) : -random.Next(0, latest))];
        deltas[0] = 1_000_000;
        int[] nodes = [.. deltas.Select(_ => new[] { 2, 4, 70, 3 }[random.Next(4)])];
        Profile profile = Read("{" + Nodes + $",\"samples\":[{string.Join(',', nodes)}],\"timeDeltas\":[{string.Join(',', deltas)}]}}");

        long time = 0;
        var rows = deltas.Select((delta, i) => (Time: time += delta, Node: nodes[i])).ToArray().OrderBy(row => row.Time).ToArray();
        Assert.Equal(rows.Select(row => row.Time * 1000), profile.Samples.Times.ToArray());
        string[] names = ["", "", "(program)", "(idle)", "(anonymous)"];
        Assert.Equal(
            rows.Select(row => row.Node == 70 ? "run" : names[row.Node]),
            Enumerable.Range(0, count).Select(i => profile.GetStackNames(profile.Samples[i].Stack)[^1]));
    }

    [Fact]
    public void Numbers_of_all_forms_have_their_values()
    {
        string[] forms =
        [
            "0", "-0", "7", "-12", "123", "1234567", "12345678", "-123456789", "1234567890123", "0.5", "-0.25", "12.125", "1234567.1234567", "1.0005", "1.0015",
            "0.0000001", "1e2", "2.5E-1", "-1.5e+1", " 5", "6 ", " -7 ", "\n8", "9\t", "12345678.9", "1.12345678", "0.1234567", "99999999",
        ];
        var random = new Random(3);
        for (int i = 0; i < 300; i++)
        {
            string[] deltas = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => forms[random.Next(forms.Length)])];
            string text = "{" + Nodes + $",\"samples\":[{string.Join(',', deltas.Select(_ => "2"))}],\"timeDeltas\":[{string.Join(',', deltas)}]}}";
            long[] expected = [.. deltas.Select(Nanoseconds)];
            for (int row = 1; row < expected.Length; row++) expected[row] += expected[row - 1];
            Array.Sort(expected);
            Assert.Equal(expected, Read(text).Samples.Times.ToArray());
        }

        static long Nanoseconds(string text) =>
            (long)decimal.Round(decimal.Parse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture) * 1000, MidpointRounding.ToEven);
    }

    [Fact]
    public void A_large_document_is_recognized_by_keys_that_come_late()
    {
        string node = """{"id":1,"callFrame":{"functionName":"f","scriptId":"0","url":"file:///a/long/path/of/a/script/that/fills/the/start.js","lineNumber":1,"columnNumber":1}}""";
        string other = string.Join(',', Enumerable.Range(2, 3000).Select(id => node.Replace("\"id\":1", $"\"id\":{id}", StringComparison.Ordinal)));
        Profile profile = Read("{\"nodes\":[" + node + "," + other + """],"samples":[1],"timeDeltas":[5]}""");
        Assert.Equal("cpuprofile", profile.Format);
        Assert.Equal(["5000 f 0"], Lines(profile));
    }
}
