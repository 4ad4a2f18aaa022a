namespace FlameScope.EndToEnd.Tests;

public sealed class DatasetTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _dataset;

    public DatasetTests() => _dataset = Path.Combine(_folder.Path, "profiles");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_range_that_is_read_back_is_that_of_the_profile()
    {
        AppResult written = Write("web-1");
        Assert.Equal(0, written.ExitCode);
        Assert.Contains("samples of 1 recording written", written.Error);
        Write("web-2");
        string moment = App.Print("convert", Repository.SampleProfile, "--format", "folded", "--from", "2", "--to", "2.5", "--weight", "samples");
        Assert.NotEmpty(moment);
        string[] range = ["--service", "checkout", "--host", "web-1", "--from", "2026-11-28T14:28:22Z", "--for", "500ms"];
        Assert.Equal(Sorted(moment), Sorted(App.Print(["dataset", "read", _dataset, .. range, "--format", "folded"])));
        Assert.Equal(2 * Total(moment), Total(App.Print(["dataset", "read", _dataset, "--service", "checkout", .. range[4..], "--format", "folded"])));
        string svg = Path.Combine(_folder.Path, "moment.svg");
        Assert.Equal(0, App.Run(["dataset", "read", _dataset, .. range, "-o", svg]).ExitCode);
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(svg).Root!.Name.LocalName);
        Assert.Contains("<svg", App.Print(["dataset", "read", _dataset, .. range, "--format", "heatmap"]));
    }

    [Fact]
    public void A_recording_that_is_written_twice_is_stored_once()
    {
        Write("web-1");
        Assert.Contains("the dataset already has 1 recording, not written again", Write("web-1").Error);
    }

    [Fact]
    public void A_profile_without_a_clock_and_a_range_without_samples_are_refused()
    {
        string path = _folder.Write(PerfText.Busy);
        AppResult noClock = App.Run("dataset", "write", path, "--service", "s", "--host", "h", "--dataset", _dataset);
        Assert.Equal(1, noClock.ExitCode);
        Assert.Contains("has no wall-clock time", noClock.Error);
        Write("web-1");
        AppResult nothing = App.Run("dataset", "read", _dataset, "--service", "x", "--format", "folded");
        Assert.Equal(1, nothing.ExitCode);
        Assert.Contains("no samples of the service 'x'", nothing.Error);
        Assert.Contains("the folder does not exist", App.Run("dataset", "read", _dataset + "x", "--service", "x", "--format", "folded").Error);
    }

    [Fact]
    public void A_dataset_is_checked()
    {
        Write("web-1");
        AppResult whole = App.Run("dataset", "check", _dataset);
        Assert.Equal(0, whole.ExitCode);
        Assert.Contains("files: no problems", whole.Error);
        string file = Directory.EnumerateFiles(Path.Combine(_dataset, "stacks"), "*.parquet", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^20]);
        AppResult cut = App.Run("dataset", "check", _dataset);
        Assert.Equal(1, cut.ExitCode);
        Assert.Contains(Path.GetFileName(file) + ": the file is damaged or not Parquet", cut.Error);
        Assert.Contains("sample whose stack has no row", cut.Error);
        Assert.Contains("the folder does not exist", App.Run("dataset", "check", _dataset + "x").Error);
    }

    [Fact]
    public void Sql_is_printed_with_literals()
    {
        string[] query = ["--service", "it's", "--from", "1700000000", "--for", "10m"];
        string heatmap = App.Print(["sql", "heatmap", "--dialect", "duckdb", "--dataset", "profiles", .. query]);
        Assert.Contains("service = 'it''s'", heatmap);
        Assert.Contains("read_parquet('profiles/samples/**/*.parquet'", heatmap);
        Assert.Contains("time_unix_nano < 1700000600000000000", heatmap);
        Assert.Contains("service = 'it\\'s'", App.Print(["sql", "stacks", "--dialect", "clickhouse", .. query]));
        Assert.Contains("create table samples", App.Print("sql", "tables", "--dialect", "postgresql"));
    }

    [Theory]
    [InlineData("--from, and --to or --for, are required", "sql", "heatmap")]
    [InlineData("--from takes a time in UTC", "sql", "heatmap", "--from", "yesterday")]
    [InlineData("--for takes a length of time", "sql", "heatmap", "--from", "1", "--for", "long")]
    [InlineData("--from is after --to", "sql", "stacks", "--from", "2", "--to", "1")]
    [InlineData("--dataset works with --dialect duckdb", "sql", "stacks", "--from", "1", "--to", "2", "--dialect", "clickhouse", "--dataset", "x")]
    [InlineData("takes as a pattern", "sql", "stacks", "--from", "1", "--to", "2", "--dataset", "x*")]
    [InlineData("--service is required", "dataset", "read", "x", "--format", "folded")]
    [InlineData("--format is required", "dataset", "read", "x", "--service", "s")]
    public void Invalid_usage_is_explained(string message, params string[] arguments)
    {
        AppResult result = App.Run(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
    }

    private AppResult Write(string host) => App.Run(
        "dataset", "write", Repository.SampleProfile, "--service", "checkout", "--host", host, "--dataset", _dataset, "--start-time", "2026-11-28T14:28:20Z", "--label", "version=v42");

    private static string[] Sorted(string folded) => [.. folded.Split('\n').Order(StringComparer.Ordinal)];

    private static long Total(string folded) => folded.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
}
