using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class ConvertTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_ending_of_the_file_selects_the_format_and_the_result_opens_again()
    {
        string path = _folder.Write(PerfText.Busy), target = _folder.In("busy.speedscope.json");
        App.Print("convert", path, "-o", target);
        JsonElement info = Json.Parse(App.Print("info", target, "--json"));
        Assert.Equal("speedscope", info.GetProperty("format").GetString());
        Assert.Equal(App.Print("flamegraph", path, "--format", "folded", "--by", "none"), App.Print("flamegraph", target, "--format", "folded", "--by", "none", "--weight", "samples"));
    }

    [Fact]
    public void A_format_that_is_named_is_written_to_standard_output()
    {
        string path = _folder.Write(PerfText.Sample(1, "app", 1, 1, 0, 1, "cycles", "leaf", "main"));
        Assert.Equal("app;main;leaf 1\n", App.Print("convert", path, "--format", "folded"));
    }

    [Fact]
    public void A_format_that_is_not_known_is_a_usage_error_with_the_names()
    {
        string path = _folder.Write(PerfText.Busy);
        AppResult result = App.Run("convert", path, "--format", "gif");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--format takes ", result.Error);
        Assert.Equal(2, App.Run("convert", path, "-o", _folder.In("x.gif")).ExitCode);
        Assert.False(File.Exists(_folder.In("x.gif")));
        Assert.Equal(2, App.Run("convert", path).ExitCode);
    }

    [Fact]
    public void The_format_of_the_input_can_be_named()
    {
        string path = _folder.Write("a;b 3\n");
        Assert.Equal("a;b 3\n", App.Print("convert", path, "--input-format", "folded", "--format", "folded"));
        AppResult wrong = App.Run("info", path, "--input-format", "jfr");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Equal(2, App.Run("info", path, "--input-format", "gif").ExitCode);
    }

    [Fact]
    public void The_formats_that_are_read_and_written_are_listed()
    {
        string[] lines = App.Run("formats").Lines;
        Assert.Contains(lines, line => line.StartsWith("  perf script ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  folded ", StringComparison.Ordinal) && line.Contains(".folded", StringComparison.Ordinal));
    }
}
