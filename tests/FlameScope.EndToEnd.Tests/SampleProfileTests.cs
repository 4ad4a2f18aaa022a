namespace FlameScope.EndToEnd.Tests;

/// <summary>The sample recording contains what samples/profiles/README.md describes.</summary>
public sealed class SampleProfileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path = Repository.SampleProfile;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_look_shows_a_heat_map_and_the_flame_graph_of_a_moment()
    {
        Assert.Contains("in 49 seconds", App.Print("heatmap", _path));
        Assert.Equal(0, App.Run("heatmap", _path, "--format", "svg", "-o", _folder.In("heatmap.svg")).ExitCode);
        Assert.Equal(
            0, App.Run("flamegraph", _path, "--from", "28.30", "--to", "28.58", "--title", "Shop", "-o", _folder.In("moment.svg")).ExitCode);
        Assert.Contains("<svg", File.ReadAllText(_folder.In("heatmap.svg")));
        Assert.Contains("escape_html", App.Print("top", _path, "--limit", "5"));
    }

    [Fact]
    public void The_moment_is_the_rebuild_of_the_index()
    {
        string[] moment = Fold("--from", "28.30", "--to", "28.58");
        Assert.Equal(54, Count(moment));
        Assert.Equal(52, Count(moment.Where(RebuildsIndex)));
        Assert.Equal(52, Count(Fold().Where(RebuildsIndex)));
    }

    [Fact]
    public void Every_line_is_readable()
    {
        Assert.Empty(Json.Parse(App.Print("info", _path, "--json")).GetProperty("diagnostics").EnumerateArray());
    }

    private string[] Fold(params string[] range) =>
        App.Print(["flamegraph", _path, "--format", "folded", .. range]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static bool RebuildsIndex(string line) => line.Contains(";rebuild_index", StringComparison.Ordinal);

    private static int Count(IEnumerable<string> lines) => lines.Sum(line => int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1)));
}
