using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class TopTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path;

    public TopTests() => _path = _folder.Write(PerfText.Busy);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Self_values_add_up_to_the_number_of_samples()
    {
        JsonElement top = Json.Parse(App.Print("top", _path, "--json", "--limit", "1000"));
        JsonElement[] rows = [.. top.GetProperty("functions").EnumerateArray()];
        Assert.Equal(350, top.GetProperty("total").GetInt64());
        Assert.Equal(350, rows.Sum(r => r.GetProperty("self").GetInt64()));
        Assert.Equal(350, rows.Single(r => r.GetProperty("name").GetString() == "main").GetProperty("total").GetInt64());
        Assert.Equal(rows.Select(r => r.GetProperty("self").GetInt64()).OrderDescending(), rows.Select(r => r.GetProperty("self").GetInt64()));
    }

    [Fact]
    public void Text_shows_at_most_the_requested_number_of_functions()
    {
        string output = App.Print("top", _path, "--limit", "2");
        Assert.Contains("2 of 8 functions, 350 samples", output);
        Assert.DoesNotContain('\u001B', output);
    }

    [Fact]
    public void A_baseline_adds_the_changes_per_function()
    {
        string path = _folder.Write(
            PerfText.Sample(100.5, frames: ["a", "main"]) + PerfText.Sample(101, frames: ["b", "main"]) + PerfText.Sample(101.5, frames: ["b", "main"])
            + PerfText.Sample(101.6, frames: ["a", "main"]), "two.perf");
        JsonElement top = Json.Parse(App.Print("top", path, "--from", "1", "--baseline", "rest", "--json"));
        Assert.Equal((3, 1), (top.GetProperty("total").GetInt64(), top.GetProperty("baselineTotal").GetInt64()));
        Assert.Equal(
            ["b 2 0 1", "a 1 1 1", "main 0 0 1"],
            top.GetProperty("functions").EnumerateArray().Select(f =>
                $"{f.GetProperty("name").GetString()} {f.GetProperty("self").GetInt64()} {f.GetProperty("baselineSelf").GetInt64()} {f.GetProperty("pValue").GetDouble()}"));
        Assert.Contains("changes in percentage points", App.Print("top", path, "--from", "1", "--baseline", "rest"));
        Assert.Contains("cannot be combined", App.Run("top", path, "--from", "1", "--baseline", "rest", "--by", "tid").Error);
    }

    [Fact]
    public void Each_group_has_a_table()
    {
        JsonElement top = Json.Parse(App.Print("top", _path, "--json", "--by", "tid", "--limit", "1"));
        JsonElement[] groups = [.. top.GetProperty("groups").EnumerateArray()];
        Assert.Equal(350, groups.Sum(g => g.GetProperty("total").GetInt64()));
        Assert.All(groups, g => Assert.Equal(1, g.GetProperty("functions").GetArrayLength()));
        string text = App.Print("top", _path, "--by", "tid");
        Assert.All(groups, g => Assert.Contains($"{g.GetProperty("name").GetString()}: ", text));
    }
}
