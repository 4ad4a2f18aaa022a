using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class MomentsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _shop = Repository.SampleProfile;

    public void Dispose() => _folder.Dispose();

    // The planted moments are listed in samples/profiles/README.md.
    [Fact]
    public void The_planted_moments_of_the_sample_recording_are_found()
    {
        JsonElement[] moments = [.. Json.Parse(App.Print("moments", _shop, "--json")).EnumerateArray()];
        Assert.Equal(moments.Select(Score).OrderDescending(), moments.Select(Score));

        JsonElement first = moments[0];
        Assert.Equal("burst", Kind(first));
        Assert.InRange(From(first), 28.29, 28.31);
        Assert.InRange(To(first), 28.57, 28.59);
        Assert.Contains("rebuild_index", Functions(first).Take(3));

        for (double at = 6.40; at < 48; at += 5)
        {
            JsonElement collection = moments.First(m => Kind(m) == "periodic" && From(m) < at + 0.04 && To(m) > at + 0.04);
            Assert.InRange(collection.GetProperty("period").GetDouble(), 4.99, 5.01);
            Assert.Contains(Functions(collection).Take(5), name => name is "collect_garbage" or "mark_object");
        }
        Assert.True(Enumerable.Range(5, 43).Count(second => moments.Any(m => Kind(m) == "periodic" && From(m) < second + 0.825 && To(m) > second + 0.80)) >= 30);
        Assert.Contains(moments, m => Kind(m) == "startup" && To(m) is > 4.9 and < 5.1);
        Assert.Contains(moments, m => Kind(m) == "gap" && From(m) is > 2.9 and < 3.1 && To(m) is > 3.3 and < 3.5);
        Assert.Contains(moments, m => Kind(m) == "gap" && From(m) is > 30.9 and < 31.6 && To(m) is > 32.9 and < 33.1);
    }

    [Fact]
    public void Text_has_one_line_per_periodic_moment()
    {
        string text = App.Print("moments", _shop);
        Assert.Contains("every 5 s, 9 times", text);
        Assert.Contains("rebuild_index", text);
        Assert.DoesNotContain('\u001B', text);
    }

    [Fact]
    public void The_limit_counts_a_periodic_moment_once()
    {
        string text = App.Print("moments", _shop, "--limit", "5");
        Assert.Contains("every 5 s, 9 times", text);
        Assert.Contains("\n5 of ", text);
    }

    [Fact]
    public void Filter_and_limit_apply()
    {
        JsonElement[] moments = [.. Json.Parse(App.Print("moments", _shop, "--json", "--comm", "shop-gc-1", "--limit", "3")).EnumerateArray()];
        Assert.Equal(3, moments.Length);
        Assert.DoesNotContain(moments, m => Functions(m).Contains("rebuild_index"));
        Assert.Equal("[]", App.Print("moments", _folder.Write(PerfText.Busy), "--json").Trim());
        Assert.Contains("No moments found", App.Print("moments", _folder.Write(PerfText.Busy)));
    }

    [Fact]
    public void Weighting_by_period_is_ignored_with_a_note()
    {
        AppResult byPeriod = App.Run("moments", _shop, "--weight", "period");
        Assert.Equal(App.Print("moments", _shop), byPeriod.Output);
        Assert.Contains("--weight is ignored", byPeriod.Error);
    }

    [Fact]
    public void A_flame_chart_shows_one_thread()
    {
        string svg = App.Print("flamechart", _folder.Write(PerfText.Busy), "--tid", "21", "--palette", "hash");
        Assert.Contains("thread 21", svg);
        Assert.Contains("compute", svg);
        AppResult any = App.Run("flamechart", _folder.Write(PerfText.Busy));
        Assert.Equal(2, any.ExitCode);
        Assert.Contains("--tid N is required; the busiest are ", any.Error);
        Assert.Contains("21 (", any.Error);
        Assert.Equal(2, App.Run("flamechart", _folder.Write(PerfText.Busy), "--tid", "21", "--palette", "mauve").ExitCode);
    }

    private static double From(JsonElement moment) => moment.GetProperty("from").GetDouble();

    private static double To(JsonElement moment) => moment.GetProperty("to").GetDouble();

    private static double Score(JsonElement moment) => moment.GetProperty("score").GetDouble();

    private static string Kind(JsonElement moment) => moment.GetProperty("kind").GetString()!;

    private static string[] Functions(JsonElement moment) => [.. moment.GetProperty("functions").EnumerateArray().Select(f => f.GetString()!)];
}
