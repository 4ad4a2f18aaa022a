namespace FlameScope.EndToEnd.Tests;

/// <summary>The recording that comes with the project, and what its description says is to be found in it.</summary>
public sealed class SampleProfileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path = Path.Combine(RepositoryFolder(), "samples", "profiles", "shop.perf.gz");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_first_look_gives_a_heat_map_and_the_flame_graph_of_a_moment()
    {
        Assert.Contains("in 49 seconds", App.Print("heatmap", _path));
        Assert.Equal(0, App.Run("heatmap", _path, "--format", "svg", "-o", _folder.In("heatmap.svg")).ExitCode);
        Assert.Equal(
            0, App.Run("flamegraph", _path, "--from", "28.30", "--to", "28.58", "--title", "Shop", "-o", _folder.In("moment.svg")).ExitCode);
        Assert.Contains("<svg", File.ReadAllText(_folder.In("heatmap.svg")));
        Assert.Contains("escape_html", App.Print("top", _path, "--limit", "5"));
    }

    [Fact]
    public void Its_moment_holds_what_its_description_says()
    {
        string[] moment = Fold("--from", "28.30", "--to", "28.58");
        Assert.Equal(54, Count(moment));
        Assert.Equal(52, Count(moment.Where(RebuildsIndex)));
        Assert.Equal(52, Count(Fold().Where(RebuildsIndex)));
    }

    [Fact]
    public void Nothing_in_it_is_unreadable()
    {
        Assert.Empty(Json.Parse(App.Print("info", _path, "--json")).GetProperty("diagnostics").EnumerateArray());
    }

    private string[] Fold(params string[] range) =>
        App.Print(["flamegraph", _path, "--format", "folded", .. range]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static bool RebuildsIndex(string line) => line.Contains(";rebuild_index", StringComparison.Ordinal);

    private static int Count(IEnumerable<string> lines) => lines.Sum(line => int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1)));

    internal static string RepositoryFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FlameScope.Core.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not stand in the project's folder.");
    }
}
