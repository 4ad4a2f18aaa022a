using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

/// <summary>The same filter selects the same samples in every command.</summary>
public sealed class FilterTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path;

    public FilterTests() => _path = _folder.Write(PerfText.Busy);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(350)]
    [InlineData(400, "--idle", "include")]
    [InlineData(70, "--event", "sched:sched_switch")]
    [InlineData(100, "--comm", "java")]
    [InlineData(-1, "--comm", "C2 Thread 2", "--event", "cycles")]
    [InlineData(-1, "--pid", "11")]
    [InlineData(-1, "--tid", "23", "--cpu", "1")]
    [InlineData(200, "--cpu", "0")]
    [InlineData(-1, "--match", "^memcpy$")]
    [InlineData(-1, "--exclude", "vfs_|memcpy", "--idle", "include")]
    [InlineData(-1, "--match", "load", "--from", "1.5", "--to", "7.25")]
    [InlineData(50, "--comm", "swapper", "--idle", "include")]
    [InlineData(0, "--comm", "swapper")]
    [InlineData(0, "--event", "no-such-event")]
    [InlineData(0, "--pid", "99999")]
    public void All_commands_select_the_same_samples(int expected, params string[] filter)
    {
        string[] dump = App.Run(["dump", _path, .. filter]).Lines;
        if (expected >= 0) Assert.Equal(expected, dump.Length);
        else Assert.InRange(dump.Length, 1, 349);

        // Each process start takes 0.1 s, so one command counts samples and the other two add up periods.
        Assert.Equal(dump.Length, Json.Parse(App.Print(["top", _path, "--json", .. filter])).GetProperty("total").GetInt64());
        long periods = dump.Sum(line => Json.Parse(line).GetProperty("period").GetInt64());
        string[] weighted = [.. filter, "--weight", "period"];
        Assert.Equal(periods, Json.SumOfCells(App.Print(["heatmap", _path, "--format", "json", .. weighted])));
        Assert.Equal(periods, Json.SumOfFolded(App.Print(["flamegraph", _path, "--format", "folded", .. weighted])));
    }

    [Theory]
    [InlineData("T08:25:40", "2026-11-22T08:25:41Z")]
    [InlineData("2026-11-22 08:25:40", "T08:25:41")]
    [InlineData("2026-11-22T09:25:40+01:00", "25.731195195")]
    public void A_range_can_be_given_by_the_wall_clock(string from, string to)
    {
        // Second 0 of the profile is 08:25:15.268804805 UTC.
        string[] expected = App.Run("dump", Repository.SampleProfile, "--from", "24.731195195", "--to", "25.731195195").Lines;
        Assert.InRange(expected.Length, 1, 199);
        Assert.Equal(expected, App.Run("dump", Repository.SampleProfile, "--from", from, "--to", to).Lines);
    }

    [Theory]
    [InlineData("T08:25:00", "T08:25:41")]
    [InlineData("T08:25:00", "25.731195195")]
    public void A_range_by_the_time_of_day_may_begin_before_the_profile(string from, string to)
    {
        string[] expected = App.Run("dump", Repository.SampleProfile, "--to", "25.731195195").Lines;
        Assert.InRange(expected.Length, 1, 9999);
        Assert.Equal(expected, App.Run("dump", Repository.SampleProfile, "--from", from, "--to", to).Lines);
        Assert.Contains("--from T08:26 is greater than --to T08:25:41", App.Run("dump", Repository.SampleProfile, "--from", "T08:26", "--to", "T08:25:41").Error);
    }

    [Fact]
    public void A_time_of_day_is_the_first_one_from_the_start_on()
    {
        Assert.Empty(App.Run("dump", Repository.SampleProfile, "--from", "T08:25:15").Lines); // on the next day
        AppResult unknown = App.Run("top", _path, "--from", "T08:25:15");
        Assert.NotEqual(0, unknown.ExitCode);
        Assert.Contains("the recording has no time of day: give --from in seconds of the profile, not as 'T08:25:15'", unknown.Error);
        Assert.Contains("--from takes a number of seconds, or a time such as", App.Run("top", _path, "--from", "2026-13-45").Error);
        string local = _folder.Write("# ========\n# captured on    : Sun Nov 22 08:26:03 2026\n# ========\n#\n" + PerfText.Busy, "local.perf");
        Assert.Contains("in a zone that is not known", App.Run("top", local, "--from", "2026-11-22T08:26:00Z").Error);
        Assert.Equal(0, App.Run("top", local, "--from", "2026-11-22T08:25:50").ExitCode);
    }

    [Theory]
    [InlineData("samples")]
    [InlineData("period")]
    public void All_formats_use_the_weight(string weight)
    {
        string[] filter = ["--comm", "java", "--weight", weight];
        long total = Json.Parse(App.Print(["top", _path, "--json", .. filter])).GetProperty("total").GetInt64();
        Assert.Equal(weight == "period", total != 100);
        Assert.Equal(total, Json.SumOfCells(App.Print(["heatmap", _path, "--format", "json", .. filter])));
        Assert.Equal(total, Json.SumOfNodes(Json.Parse(App.Print(["flamegraph", _path, "--format", "json", .. filter]))));
        Assert.Equal(total, Json.SumOfFolded(App.Print(["flamegraph", _path, "--format", "folded", .. filter])));
    }

    [Fact]
    public void A_value_that_the_profile_does_not_have_is_refused_with_those_that_it_has()
    {
        AppResult result = App.Run(["top", _path, "--weight", "kilos"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("there is no value 'kilos'; the values are samples, period", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_dumped_sample_matches_the_filter()
    {
        string[] lines = App.Run("dump", _path, "--comm", "java", "--cpu", "0", "--match", "^run$", "--exclude", "memcpy").Lines;
        Assert.NotEmpty(lines);
        foreach (JsonElement sample in lines.Select(Json.Parse))
        {
            string?[] symbols = [.. sample.GetProperty("frames").EnumerateArray().Select(f => f.GetProperty("symbol").GetString())];
            Assert.Equal("java", sample.GetProperty("comm").GetString());
            Assert.Equal(0, sample.GetProperty("cpu").GetInt32());
            Assert.Contains("run", symbols);
            Assert.DoesNotContain("memcpy", symbols);
        }
    }

    [Fact]
    public void An_empty_result_is_explained()
    {
        Assert.Contains("there is no event 'x'; the events are cycles, sched:sched_switch", App.Run("top", _path, "--event", "x").Error);
        Assert.Contains("there is no thread named 'x'; the names are C2 Thread 2, java", App.Run("dump", _path, "--comm", "x").Error);
        Assert.Contains("which spans 0.25 s to 9.826 s", App.Run("flamegraph", _path, "--from", "100").Error);
        Assert.Contains("no sample matches the filter", App.Run("heatmap", _path, "--pid", "99999").Error);
    }
}
