using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class HeatmapTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path;

    public HeatmapTests() => _path = _folder.Write(PerfText.Busy);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_has_the_shape_of_FlameScope()
    {
        JsonElement map = Json.Parse(App.Print("heatmap", _path, "--format", "json", "--rows", "10"));
        Assert.Equal([900, 800, 700, 600, 500, 400, 300, 200, 100, 0], map.GetProperty("rows").EnumerateArray().Select(r => r.GetDouble()));
        Assert.Equal(Enumerable.Range(0, 10), map.GetProperty("columns").EnumerateArray().Select(c => c.GetInt32()));
        Assert.Equal(10, map.GetProperty("values").GetArrayLength());
        Assert.All(map.GetProperty("values").EnumerateArray(), column => Assert.Equal(10, column.GetArrayLength()));
        Assert.Equal(
            map.GetProperty("values").EnumerateArray().Max(column => column.EnumerateArray().Max(cell => cell.GetInt64())),
            map.GetProperty("maxvalue").GetInt64());
    }

    [Theory]
    [InlineData("2s", "5 columns of 2 s")]
    [InlineData("500ms", "20 columns of 500 ms")]
    [InlineData("5m", "1 column of 5 min")]
    [InlineData("1h", "1 column of 1 h")]
    public void A_column_may_have_another_length(string length, string expected)
    {
        string text = App.Print("heatmap", _path, "--column-length", length, "--width", "80");
        Assert.Contains("350 samples in " + expected, text);
        Assert.All(text.Split('\n').Where(l => l.Contains('|')), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void The_text_names_the_first_moment()
    {
        Assert.Contains("the first of the moments is --from 28.307 --to 28.58 (burst, rebuild_index)", App.Print("heatmap", Repository.SampleProfile));
        Assert.Contains("the first of the moments is --from 28.307 --to 28.58 (burst, rebuild_index)", App.Print("heatmap", Repository.SampleProfile, "--rows", "20", "--color", "always"));
    }

    [Fact]
    public void Csv_has_one_line_per_second()
    {
        string[] lines = App.Run("heatmap", _path, "--format", "csv", "--rows", "4").Lines;
        Assert.Equal(11, lines.Length);
        Assert.Equal("second,0.0,250.0,500.0,750.0", lines[0].TrimEnd('\r'));
    }

    [Fact]
    public void Cells_of_a_pipe_are_drawn_without_a_profile()
    {
        byte[] cells = "time_unix_nano,samples\n1700000000000000000,3\n1700000001980000000,4\n"u8.ToArray();
        AppResult csv = App.RunWithInput(cells, "heatmap", "--cells", "-", "--format", "csv", "--rows", "2");
        Assert.Equal("second,0.0,500.0|0,3,0|1,0,4|", csv.Output.ReplaceLineEndings("|"));
        Assert.Contains("7 samples from 2023-11-14 22:13:20Z", App.RunWithInput(cells, "heatmap", "--cells", "-", "--format", "svg").Output);
        Assert.Contains("line 2: there are not two fields", App.RunWithInput("1,1\n2"u8.ToArray(), "heatmap", "--cells", "-").Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--comm selects samples of a profile", App.RunWithInput(cells, "heatmap", "--cells", "-", "--comm", "x").Error);
        Assert.Contains("not both", App.Run("heatmap", _path, "--cells", "-").Error);
        Assert.Contains("PROFILE or --cells is required", App.Run("heatmap").Error);
    }

    [Fact]
    public void Svg_is_well_formed()
    {
        var svg = System.Xml.Linq.XDocument.Parse(App.Print("heatmap", _path, "--format", "svg", "--palette", "enhanced"));
        Assert.Equal("svg", svg.Root!.Name.LocalName);
    }

    [Fact]
    public void Redirected_text_has_one_line_per_row_and_no_color()
    {
        AppResult result = App.Run("heatmap", _path, "--rows", "20");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(20, result.Output.Split('\n').Count(line => line.IndexOf('|') == 6));
        Assert.DoesNotContain(result.Output, c => c > 0x7E || (c < 0x20 && c != '\n'));
        Assert.Contains("350 samples in 10 seconds", result.Output);
    }

    [Fact]
    public void Colored_text_shows_two_rows_per_line()
    {
        string output = App.Print("heatmap", _path, "--rows", "20", "--color", "always");
        Assert.Equal(10, output.Split('\n').Count(line => line.Contains('▀')));
        Assert.Contains("\u001B[38;2;", output);
    }

    [Fact]
    public void An_odd_number_of_rows_and_an_empty_map_are_drawn()
    {
        Assert.Contains("▄", App.Print("heatmap", _path, "--rows", "7", "--color", "always"));
        AppResult empty = App.Run("heatmap", _path, "--comm", "nobody");
        Assert.Equal(0, empty.ExitCode);
        Assert.Contains("0 samples", empty.Output);
        Assert.Contains("there is no thread named 'nobody'; the names are C2 Thread 2, java, rs:main Q:Reg, swapper, worker", empty.Error);
    }

    [Fact]
    public void A_long_gap_is_one_line()
    {
        string path = _folder.Write(PerfText.Sample(1, frames: ["main"]) + PerfText.Sample(5000, frames: ["main"]), "gap.perf");
        string output = App.Print("heatmap", path, "--rows", "10");
        Assert.Contains("no samples from ", output);
        Assert.InRange(output.Split('\n').Length, 20, 60);
    }

    [Fact]
    public void Seconds_outside_the_range_are_not_shown()
    {
        JsonElement map = Json.Parse(App.Print("heatmap", _path, "--from", "2", "--to", "4.5", "--format", "json"));
        Assert.Equal([2, 3, 4], map.GetProperty("columns").EnumerateArray().Select(c => c.GetInt32()));
    }
}
