using System.Text.Json;
using System.Xml.Linq;

namespace FlameScope.EndToEnd.Tests;

public sealed class FlamegraphTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path;

    public FlamegraphTests() => _path = _folder.Write(PerfText.Busy);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folded_stacks_of_a_pipe_are_drawn_even_if_they_have_one_frame()
    {
        Assert.Equal(";main 7\n", App.RunWithInput("main 3\nmain 4\n"u8.ToArray(), "flamegraph", "--folded", "-", "--format", "folded").Output);
        Assert.Contains("PROFILE or --folded is required", App.Run("flamegraph").Error);
    }

    [Fact]
    public void Folded_lines_are_in_ordinal_order()
    {
        string path = _folder.Write(
            PerfText.Sample(1, "b;c", frames: ["leaf", "main"]) + PerfText.Sample(1.5, "a", frames: ["leaf", "main"]) + PerfText.Sample(2, "a", frames: ["leaf", "main"]),
            "small.perf");
        Assert.Equal("a;main;leaf 2\nb:c;main;leaf 1\n", App.Print("flamegraph", path, "--format", "folded"));
        Assert.Equal("a;leaf;main 2\nb:c;leaf;main 1\n", App.Print("flamegraph", path, "--format", "folded", "--reverse"));
        Assert.Equal("main;leaf 3\n", App.Print("flamegraph", path, "--format", "folded", "--by", "none"));
        Assert.Equal("a-100/101;main;leaf 1\n", App.Print("flamegraph", path, "--format", "folded", "--by", "tid", "--from", "1", "--to", "2"));
    }

    // The text of bpftrace does not name threads.
    [Fact]
    public void A_picture_of_threads_without_names_has_no_groups_by_default()
    {
        string path = _folder.Write("@[\n    leaf+4\n    main+8\n]: 3\n", "stacks.txt");
        Assert.Equal(";main;leaf 3\n", App.Print("flamegraph", path, "--format", "folded"));
        Assert.Equal(FramesOf(App.Print("flamegraph", path, "--by", "none")), FramesOf(App.Print("flamegraph", path)));
        Assert.Equal(1 + FramesOf(App.Print("flamegraph", path)), FramesOf(App.Print("flamegraph", path, "--by", "comm")));

        static int FramesOf(string svg) => XDocument.Parse(svg).Descendants().Count(e => e.Name.LocalName == "title");
    }

    [Fact]
    public void Ranges_are_half_open_and_either_end_may_be_omitted()
    {
        long All(params string[] range) => Json.SumOfFolded(App.Print(["flamegraph", _path, "--format", "folded", .. range]));
        Assert.Equal(350, All());
        Assert.Equal(350, All("--from", "0"));
        Assert.Equal(350, All("--from", "2.5") + All("--to", "2.5"));
        // The samples are 24 ms apart and the first is at 0.25, so the second is at 0.274.
        Assert.Equal(1, All("--to", "0.274"));
        Assert.Equal(2, All("--to", "0.274000001"));
        Assert.Equal(0, All("--from", "3", "--to", "3"));
    }

    [Fact]
    public void Json_has_the_shape_of_FlameScope()
    {
        JsonElement root = Json.Parse(App.Print("flamegraph", _path, "--format", "json"));
        Assert.Equal("root", root.GetProperty("n").GetString());
        Assert.Equal("", root.GetProperty("l").GetString());
        Assert.Equal(["C2 Thread 2", "java", "rs:main Q:Reg", "worker"], root.GetProperty("c").EnumerateArray().Select(c => c.GetProperty("n").GetString()));
        Assert.Equal(350, Json.SumOfNodes(root));
    }

    [Theory]
    [InlineData("--icicle")]
    [InlineData("--reverse")]
    [InlineData("--palette", "hot")]
    [InlineData("--title", "<b>&\"'")]
    public void Svg_is_well_formed(params string[] options)
    {
        var svg = XDocument.Parse(App.Print(["flamegraph", _path, "--from", "1", .. options]));
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        if (options[0] == "--title") Assert.Contains(svg.Descendants(), e => e.Name.LocalName is "text" or "title" && e.Value.Contains("<b>&\"'", StringComparison.Ordinal));
    }

    [Fact]
    public void Transforms_are_applied_in_the_order_in_which_they_are_given()
    {
        string path = _folder.Write(PerfText.Sample(1, frames: ["leaf(int)", "leaf(char)", "main"]), "shown.perf");
        Assert.Equal("app;main;leaf;leaf 1\n", Folded("--transform", "strip-arguments"));
        Assert.Equal("app;main;leaf 1\n", Folded("--transform", "strip-arguments", "--transform", "collapse-recursion"));
        Assert.Equal("app;main;leaf;leaf 1\n", Folded("--transform", "collapse-recursion", "--transform", "strip-arguments"));
        Assert.Equal("app;leaf;main 1\n", Folded("--flavor", "java-packages", "--transform", "strip-arguments", "--transform", "collapse-recursion", "--transform", "invert"));
        Assert.Equal("app;leaf(int) 1\n", Folded("--match", "^main$", "--transform", "callees=leaf(int)"));
        Assert.Contains("There is no transform \"x\"", App.Run("flamegraph", path, "--transform", "x").Error, StringComparison.Ordinal);

        string Folded(params string[] options) => App.Print(["flamegraph", path, "--format", "folded", .. options]);
    }
}
