using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_report_is_one_page_named_after_the_profile()
    {
        string html = App.Print("report", _folder.Write(PerfText.Busy, "busy.perf"));
        Assert.StartsWith("<!DOCTYPE html>", html);
        Assert.EndsWith("</html>\n", html);
        Assert.Contains("<title>busy.perf</title>", html);
        JsonElement about = About(html);
        Assert.Equal(400, about.GetProperty("rows").GetInt32());
        Assert.Equal("exclude", about.GetProperty("view").GetProperty("idle").GetString());
    }

    [Fact]
    public void The_options_are_the_initial_state_of_the_page()
    {
        JsonElement about = About(App.Print(
            "report", _folder.Write(PerfText.Busy), "--rows", "20", "--palette", "viridis", "--by", "tid", "--weight", "period", "--idle", "include", "--title", "T & T"));
        Assert.Equal("T & T", about.GetProperty("title").GetString());
        Assert.Equal(
            """{"rows":20,"palette":"viridis","weight":"period","event":null,"grouping":"tid","reversed":false,"idle":"include","selection":null}""",
            about.GetProperty("view").GetRawText());
    }

    [Fact]
    public void The_report_contains_the_samples_that_match_the_filter_and_idle_ones()
    {
        string path = _folder.Write(PerfText.Sample(1, "a", frames: ["x"]) + PerfText.Sample(2, "b", frames: ["y"]) + PerfText.Sample(3, "swapper", frames: ["default_idle"]));
        Assert.Equal(3, Samples("report", path));
        Assert.Equal(1, Samples("report", path, "--comm", "a"));
        Assert.Equal(2, Samples("report", path, "--from", "1", "--idle", "exclude"));
        Assert.DoesNotContain("default_idle", Data(App.Print("report", path, "--comm", "a")));
        AppResult none = App.Run("report", path, "--comm", "c");
        Assert.Equal(0, none.ExitCode);
        Assert.Contains("there is no thread named 'c'", none.Error);
    }

    [Fact]
    public void The_report_contains_the_moments_unless_they_are_not_wanted()
    {
        string shop = Repository.SampleProfile;
        JsonElement burst = About(App.Print("report", shop)).GetProperty("moments")[0];
        Assert.Equal("burst", burst.GetProperty("kind").GetString());
        Assert.InRange(burst.GetProperty("from").GetInt64(), 28_200_000_000, 28_400_000_000);
        Assert.Contains("rebuild_index", burst.GetProperty("functions").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(0, About(App.Print("report", shop, "--no-moments")).GetProperty("moments").GetArrayLength());
    }

    [Fact]
    public void The_metadata_of_the_recording_can_be_omitted()
    {
        string path = _folder.Write("# ========\n# hostname : secret-host\n# cmdline : /usr/bin/perf record -a\n# ========\n#\n" + PerfText.Busy);
        Assert.Contains("secret-host", Data(App.Print("report", path)));
        Assert.DoesNotContain("secret-host", Data(App.Print("report", path, "--no-header")));
    }

    [Fact]
    public void A_span_that_is_too_long_for_a_browser_is_refused()
    {
        string path = _folder.Write(PerfText.Sample(1, frames: ["x"]) + PerfText.Sample(10_000_000, frames: ["x"]));
        AppResult result = App.Run("report", path, "-o", _folder.In("out.html"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("made.perf: the samples span more than 104 days", result.Error);
        Assert.False(File.Exists(_folder.In("out.html")));
    }

    [Fact]
    public void A_report_of_two_profiles_contains_the_samples_of_both_that_match_the_filter()
    {
        string after = _folder.Write(PerfText.Sample(1, "a", frames: ["x"]) + PerfText.Sample(3, "b", frames: ["y"]), "after.perf");
        string before = _folder.Write(PerfText.Sample(1, "a", frames: ["x"]) + PerfText.Sample(2, "a", frames: ["z"]) + PerfText.Sample(9, "b"), "before.perf");
        string html = App.Print("report", after, "--baseline", before, "--comm", "a");
        Assert.Equal(1, About(html).GetProperty("rows").GetInt32());
        JsonElement baseline = About(html, "baseline-data");
        Assert.Equal("before.perf", baseline.GetProperty("title").GetString());
        Assert.Equal(2, baseline.GetProperty("rows").GetInt32());
        Assert.Equal(1, About(App.Print("report", after, "--baseline", before, "--baseline-to", "0.5", "--from", "1"), "baseline-data").GetProperty("rows").GetInt32());
        Assert.DoesNotContain("baseline-data\">", App.Print("report", after));
    }

    [Fact]
    public void Contradictory_options_of_the_baseline_are_refused()
    {
        string path = _folder.Write(PerfText.Busy);
        Assert.Contains("--baseline-from and --baseline-to require --baseline", App.Run("report", path, "--baseline-from", "1").Error);
        Assert.Contains("only one of the two profiles can be standard input", App.Run("report", "-", "--baseline", "-").Error);
        AppResult missing = App.Run("report", path, "--baseline", _folder.In("missing.perf"), "-o", _folder.In("out.html"));
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("missing.perf", missing.Error);
        AppResult same = App.Run("report", path, "--baseline", _folder.Write(PerfText.Busy, "b.perf"), "-o", _folder.In("b.perf"));
        Assert.NotEqual(0, same.ExitCode);
    }

    private static int Samples(params string[] arguments) => About(App.Print(arguments)).GetProperty("rows").GetInt32();

    private static JsonElement About(string html, string element = "profile-data")
    {
        string data = Data(html, element);
        int length = data[0] | (data[1] << 8) | (data[2] << 16);
        return Json.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(data[4..(4 + length)])));
    }

    private static string Data(string html, string element = "profile-data")
    {
        string start = $"id=\"{element}\">";
        int from = html.IndexOf(start, StringComparison.Ordinal) + start.Length;
        using var zlib = new ZLibStream(
            new MemoryStream(Convert.FromBase64String(html[from..html.IndexOf('<', from)])), CompressionMode.Decompress);
        using var data = new MemoryStream();
        zlib.CopyTo(data);
        return Encoding.Latin1.GetString(data.ToArray());
    }
}
