using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class TopTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path;

    public TopTests() => _path = _folder.Write(PerfText.Busy);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Self_values_add_up_to_the_samples()
    {
        JsonElement top = Json.Parse(App.Print("top", _path, "--json", "--limit", "1000"));
        JsonElement[] rows = [.. top.GetProperty("functions").EnumerateArray()];
        Assert.Equal(350, top.GetProperty("total").GetInt64());
        Assert.Equal(350, rows.Sum(r => r.GetProperty("self").GetInt64()));
        Assert.Equal(350, rows.Single(r => r.GetProperty("name").GetString() == "main").GetProperty("total").GetInt64());
        Assert.Equal(rows.Select(r => r.GetProperty("self").GetInt64()).OrderDescending(), rows.Select(r => r.GetProperty("self").GetInt64()));
    }

    [Fact]
    public void Text_shows_as_many_functions_as_asked_for()
    {
        string output = App.Print("top", _path, "--limit", "2");
        Assert.Contains("2 of 8 functions, 350 samples", output);
        Assert.DoesNotContain('\u001B', output);
    }
}
