using System.Text.Json;
using System.Xml.Linq;

namespace FlameScope.EndToEnd.Tests;

public sealed class DiffTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path;

    // The second from 1 to 2 has a twice and b once. The rest has a once and c three times.
    public DiffTests() => _path = _folder.Write(
        string.Concat(
            PerfText.Sample(100.5, frames: ["a"]), PerfText.Sample(100.6, frames: ["c"]),
            PerfText.Sample(101, frames: ["a"]), PerfText.Sample(101.2, frames: ["b"]), PerfText.Sample(101.999999, frames: ["a"]),
            PerfText.Sample(102, frames: ["c"]), PerfText.Sample(102.5, frames: ["c"])),
        "small.perf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folded_lines_have_the_baselines_count_first()
    {
        Assert.Equal("app;a 3 2\napp;b 1 1\napp;c 3 0\n", Folded());
        Assert.Equal("app;a 3 2\napp;b 1 1\napp;c 3 0\n", Folded("--baseline", "whole"));
        Assert.Equal("app;a 1 2\napp;b 0 1\napp;c 3 0\n", Folded("--baseline", "rest"));
        Assert.Equal("app;a 0 2\napp;b 0 1\napp;c 2 0\n", Folded("--baseline-from", "2"));
        Assert.Equal("app;a 1 2\napp;b 0 1\napp;c 1 0\n", Folded("--baseline-from", "0", "--baseline-to", "1"));
        Assert.Equal("app;c 3 0\n", Folded("--baseline", "rest", "--elided"));
    }

    [Fact]
    public void Another_profile_can_be_the_baseline_with_or_without_ranges()
    {
        string other = _folder.Write(PerfText.Sample(7, frames: ["a"]) + PerfText.Sample(9, frames: ["d"]), "other.perf");
        Assert.Equal("app;a 1 2\napp;b 0 1\napp;d 1 0\n", Folded("--baseline", other));
        Assert.Equal("app;a 0 2\napp;b 0 1\napp;d 1 0\n", Folded("--baseline", other, "--baseline-from", "1"));
        Assert.Equal("app;a 1 3\napp;b 0 1\napp;c 0 3\napp;d 1 0\n", App.Print("diff", _path, "--baseline", other, "--format", "folded"));
        Assert.Equal("app;b 0 1\n", Folded("--baseline", other, "--match", "^b"));
    }

    // Three samples against four: a is 2 - 1 * 3/4 = 1.25, b is 1, and the elided c is 3 * 3/4 = 2.25.
    [Fact]
    public void Json_has_FlameScopes_shape_and_formula()
    {
        JsonElement app = Json.Parse(App.Print("diff", _path, "--from", "1", "--to", "2", "--baseline", "rest", "--format", "json")).GetProperty("c")[0];
        Assert.Equal(
            ["""{"n":"a","l":"user","v":2,"d":1,"c":[]}""", """{"n":"b","l":"user","v":1,"d":1,"c":[]}"""],
            app.GetProperty("c").EnumerateArray().Select(c => c.GetRawText()));
        app = Json.Parse(App.Print("diff", _path, "--from", "1", "--to", "2", "--baseline", "rest", "--format", "json", "--elided")).GetProperty("c")[0];
        Assert.Equal([0L, 2], app.GetProperty("c").EnumerateArray().Select(c => c.GetProperty("v").GetInt64()));
    }

    [Theory]
    [InlineData("compared by share")]
    [InlineData("compared by share", "--baseline", "rest", "--palette", "orange-purple", "--icicle", "--by", "pid")]
    [InlineData("compared by rate per second", "--normalize", "time", "--baseline", "rest")]
    [InlineData("compared by rate per CPU second", "--normalize", "cpu-time")]
    [InlineData("compared as counted; widths are those of the baseline", "--normalize", "none", "--widths", "baseline")]
    [InlineData("widths are values of the baseline only", "--elided", "--baseline", "rest")]
    public void Svg_is_well_formed_and_names_the_normalization(string expected, params string[] options)
    {
        var svg = XDocument.Parse(App.Print(["diff", _path, "--from", "1", "--to", "2", .. options]));
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Contains(texts, t => t.Contains(expected, StringComparison.Ordinal));
        Assert.Contains(texts, t => t.StartsWith("small.perf, 1 s to 2 s, 3 samples against ", StringComparison.Ordinal));
    }

    [Fact]
    public void Rates_of_the_rest_exclude_the_time_of_the_range()
    {
        // 100.5 to 102.5 is two seconds. The range is one of them, and the other has four samples.
        string svg = App.Print("diff", _path, "--from", "1", "--to", "2", "--baseline", "rest", "--normalize", "time");
        Assert.Contains("root\n3 samples, 3.00/s; baseline 4 samples, 4.00/s; -1.00/s<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_side_may_be_empty()
    {
        Assert.Equal("app;a 3 0\napp;b 1 0\napp;c 3 0\n", App.Print("diff", _path, "--from", "9", "--format", "folded"));
        Assert.Equal("app;a 0 3\napp;b 0 1\napp;c 0 3\n", App.Print("diff", _path, "--from", "0", "--baseline", "rest", "--format", "folded"));
        Assert.Equal("app;a 3 0\napp;b 1 0\napp;c 3 0\n", App.Print("diff", _path, "--from", "1", "--to", "1", "--baseline", "rest", "--format", "folded"));
        foreach (string format in (string[])["svg", "json"])
        {
            Assert.NotEmpty(App.Print("diff", _path, "--from", "9", "--format", format));
            Assert.NotEmpty(App.Print("diff", _path, "--from", "0", "--baseline", "rest", "--format", format, "--elided"));
        }
    }

    [Theory]
    [InlineData("a range to compare is required")]
    [InlineData("a range to compare is required", "--baseline", "rest")]
    [InlineData("--baseline rest takes no range", "--from", "1", "--baseline", "rest", "--baseline-from", "1")]
    [InlineData("--baseline-from 3 is greater than --baseline-to 2", "--from", "1", "--baseline-from", "3", "--baseline-to", "2")]
    [InlineData("--format takes svg, json, folded, text", "--from", "1", "--format", "png")]
    [InlineData("--normalize takes total, time, cpu-time, none", "--from", "1", "--normalize", "x")]
    public void Invalid_usage_exits_with_2(string message, params string[] options)
    {
        AppResult result = App.Run(["diff", _path, .. options]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_baseline_is_reported_in_one_line()
    {
        AppResult result = App.Run("diff", _path, "--from", "1", "--baseline", _folder.In("absent.perf"));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("absent.perf: the file does not exist", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // The second has 40 samples in hot, called by work. The rest has 80 samples in cold, called by work.
    [Fact]
    public void Text_lists_the_functions_that_explain_the_difference()
    {
        string path = _folder.Write(
            string.Concat(Enumerable.Range(0, 120).Select(i => PerfText.Sample(100 + (i / 40.0), frames: [i / 40 == 1 ? "hot" : "cold", "work", "main"]))), "burst.perf");
        string[] lines = App.Print("diff", path, "--from", "1", "--to", "2", "--baseline", "rest", "--format", "text").Split('\n');
        Assert.Matches(@"^ *p-value +total before → after +self before → after +samples +kind +function$", lines[0]);
        Assert.Matches(@"^ *[0-9]e-[0-9]+ +0\.00% → 100\.00% +0\.00% → 100\.00% +0 → 40 +new +user +hot  ← work ← main$", lines[1]);
        Assert.Equal(["", "1 function explains the difference; 40 samples against 80 of the rest, compared by share", ""], lines[2..]);

        lines = App.Print("diff", path, "--from", "1", "--to", "2", "--baseline", "rest", "--format", "text", "--limit", "3").Split('\n');
        Assert.Matches("gone +user +cold$", lines[2]);
        Assert.Matches(@"^ *1\.000 .*100\.00% → 100\.00%.* (main|work)$", lines[3]);
        Assert.Equal(
            "no significant difference; 3 samples against 4 of the rest, compared by share\n",
            App.Print("diff", _path, "--from", "1", "--to", "2", "--baseline", "rest", "--format", "text"));
    }

    private string Folded(params string[] options) => App.Print(["diff", _path, "--from", "1", "--to", "2", "--format", "folded", .. options]);
}
