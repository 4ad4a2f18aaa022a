namespace FlameScope.EndToEnd.Tests;

public sealed class CollapseTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_output_is_that_of_the_script()
    {
        string path = _folder.Write(PerfText.Sample(1, "app", 7, 8, frames: ["vfs_read ([kernel.kallsyms])", "main"]));
        Assert.Equal("app;main;vfs_read 1\n", App.Print("collapse", path));
        Assert.Equal("app-7;main;vfs_read 1\n", App.Print("collapse", path, "--pid"));
        Assert.Equal("app-7/8;main;vfs_read_[k] 1\n", App.Print("collapse", path, "--tid", "--kernel"));
        Assert.Equal("app;main;vfs_read_[k] 1\n", App.Print("collapse", path, "--all"));
    }

    [Fact]
    public void Only_one_event_is_collapsed_and_the_others_are_reported()
    {
        string path = _folder.Write(PerfText.Busy);
        AppResult first = App.Run("collapse", path), second = App.Run("collapse", path, "--event-filter", "cycles");
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("excluded", first.Error);
        Assert.NotEqual(first.Output, second.Output);
    }

    [Fact]
    public void Input_that_is_not_perf_script_text_is_refused()
    {
        AppResult result = App.Run("collapse", _folder.Write("<html></html>", "page.html"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("HTML", result.Error);
    }
}
