using System.Text;

namespace FlameScope.EndToEnd.Tests;

public sealed class InputTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Standard_input_and_gzip_give_the_same_result_as_the_file()
    {
        string expected = App.Print("flamegraph", _folder.Write(PerfText.Busy), "--format", "folded");
        byte[] gzip = TestFolder.Gzip(PerfText.Busy);
        Assert.Equal(expected, App.Print("flamegraph", _folder.WriteBytes(gzip, "no-suffix"), "--format", "folded"));
        Assert.Equal(expected, App.RunWithInput(gzip, "flamegraph", "-", "--format", "folded").Output);
        Assert.Equal(expected, App.RunWithInput(Encoding.UTF8.GetBytes(PerfText.Busy), "flamegraph", "-", "--format", "folded").Output);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("dump")]
    [InlineData("heatmap")]
    [InlineData("flamegraph")]
    [InlineData("top")]
    [InlineData("collapse")]
    public void Unusable_input_exits_with_1(string command)
    {
        Check(_folder.In("absent"), "the file does not exist");
        Check(_folder.Write("PERFILE2 and so on", "perf.data"), "perf.data");
        // The other commands read profiles as info does; collapse has a reader of its own.
        if (command is not ("info" or "collapse")) return;
        Check(_folder.Path, "this is a folder");
        Check(_folder.Write("", "empty"), "the input is empty");

        void Check(string path, string message)
        {
            AppResult result = App.Run(command, path);
            Assert.Equal(1, result.ExitCode);
            Assert.StartsWith($"flamescope: {path}: ", result.Error);
            Assert.Contains(message, result.Error);
            Assert.Equal(1, result.Error.Count(c => c == '\n'));
            Assert.Empty(result.Output);
        }
    }

    [Fact]
    public void A_limit_that_is_exceeded_is_reported_with_the_line()
    {
        string path = _folder.Write(PerfText.Sample(1, frames: ["main"]) + PerfText.Sample(2, frames: [new string('x', 300_000)]));
        AppResult result = App.Run("top", path);
        Assert.Equal(1, result.ExitCode);
        Assert.Matches($"^flamescope: {System.Text.RegularExpressions.Regex.Escape(path)}: line \\d+: .+\n$", result.Error);
    }

    [Fact]
    public void Profiles_without_times_have_flame_graphs_but_no_heat_maps_and_ranges()
    {
        string path = _folder.Write("app  12 cycles: \n\t400000 main+0x1 (/bin/app)\n\n");
        Assert.Equal("app;main 1\n", App.Print("flamegraph", path, "--format", "folded"));
        foreach (AppResult result in new[] { App.Run("heatmap", path), App.Run("top", path, "--from", "0"), App.Run("dump", path, "--to", "1") })
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("no sample has a time", result.Error);
            Assert.Equal(1, result.Error.Count(c => c == '\n'));
            Assert.Empty(result.Output);
        }
    }

    [Fact]
    public void Unreadable_lines_are_skipped_and_reported_in_one_line()
    {
        string path = _folder.Write("\tdeadbeef lost+0x1 (/bin/x)\n" + PerfText.Busy + "what is this\nand this\n");
        AppResult result = App.Run("flamegraph", path, "--format", "folded", "--idle", "include");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(400, Json.SumOfFolded(result.Output));
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
        Assert.Contains("3 lines skipped or partly read: ", result.Error);
        Assert.Contains("(2, first in line ", result.Error);
        Assert.Contains("(1, first in line 1)", result.Error);
    }
}
