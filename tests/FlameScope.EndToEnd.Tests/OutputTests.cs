using System.Diagnostics;

namespace FlameScope.EndToEnd.Tests;

public sealed class OutputTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("info")]
    [InlineData("dump")]
    [InlineData("heatmap")]
    [InlineData("flamegraph")]
    [InlineData("top")]
    [InlineData("report")]
    [InlineData("collapse")]
    public void A_file_has_the_content_of_standard_output(string command)
    {
        string path = _folder.Write(PerfText.Busy), file = _folder.In("out");
        File.WriteAllText(file, "the previous content, which may be longer than the new one");
        AppResult result = App.Run(command, path, "-o", file);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains($"wrote {file}, ", result.Error);
        Assert.Equal(App.Print(command, path), File.ReadAllText(file));
        Assert.Equal(["made.perf", "out"], Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)!).Order());
    }

    [Fact]
    public void A_failure_keeps_the_previous_file_and_leaves_no_other()
    {
        string file = _folder.In("out"), bad = _folder.Write("<html></html>", "bad");
        File.WriteAllText(file, "before");
        Assert.Equal(1, App.Run("flamegraph", bad, "-o", file).ExitCode);
        Assert.Equal(1, App.Run("flamegraph", _folder.In("absent"), "-o", _folder.In("new")).ExitCode);
        Assert.Equal("before", File.ReadAllText(file));
        Assert.Equal(["bad", "out"], Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)!).Order());
    }

    [Fact]
    public void An_output_that_cannot_be_written_exits_with_1()
    {
        string path = _folder.Write(PerfText.Busy);
        AppResult folder = App.Run("top", path, "-o", _folder.Path), absent = App.Run("top", path, "-o", _folder.In("no/such/out"));
        Assert.Equal(1, folder.ExitCode);
        Assert.Contains("this is a folder", folder.Error);
        Assert.Equal(1, absent.ExitCode);
        Assert.Contains("the folder does not exist", absent.Error);
    }

    [Fact]
    public void A_link_is_followed()
    {
        string path = _folder.Write(PerfText.Busy), target = _folder.In("target"), link = _folder.In("link");
        File.WriteAllText(target, "before");
        File.CreateSymbolicLink(link, target);
        Assert.Equal(0, App.Run("flamegraph", path, "--format", "folded", "-o", link).ExitCode);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(350, Json.SumOfFolded(File.ReadAllText(target)));
    }

    [Fact]
    public void A_device_is_written_to()
    {
        if (OperatingSystem.IsWindows()) return;
        string path = _folder.Write(PerfText.Busy);
        Assert.Equal(0, App.Run("top", path, "-o", "/dev/null").ExitCode);
        Assert.Empty(File.ReadAllBytes("/dev/null"));
        Assert.Equal(App.Print("top", path), App.Print("top", path, "-o", "/dev/stdout"));
    }

    [Fact]
    public void Dev_stdout_appends_to_redirected_output()
    {
        if (OperatingSystem.IsWindows()) return;
        string path = _folder.Write(PerfText.Busy), file = _folder.In("log");
        File.WriteAllText(file, "before\n");
        string command = $"{string.Join(' ', App.Words.Select(word => $"'{word}'"))} top '{path}' -o /dev/stdout >>'{file}' 2>/dev/null";
        using Process shell = Process.Start("/bin/sh", ["-c", command]);
        shell.WaitForExit();
        Assert.Equal("before\n" + App.Print("top", path), File.ReadAllText(file));
    }

    [Fact]
    public void A_file_in_shared_memory_is_replaced()
    {
        if (!Directory.Exists("/dev/shm")) return;
        string path = _folder.Write(PerfText.Busy), file = $"/dev/shm/flamescope-tests-{Guid.NewGuid():N}";
        try
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal(0, App.Run("top", path, "-o", file).ExitCode);
                Assert.Equal(App.Print("top", path), File.ReadAllText(file));
                File.AppendAllText(file, "text that makes the file longer than the next result");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_named_pipe_is_written_to()
    {
        if (OperatingSystem.IsWindows()) return;
        string path = _folder.Write(PerfText.Busy), pipe = _folder.In("pipe");
        using (Process make = Process.Start("mkfifo", [pipe])) make.WaitForExit();
        using Process app = App.Start("top", path, "-o", pipe);
        Task<string> read = Task.Run(() => File.ReadAllText(pipe));
        Assert.Equal(0, App.Finish(app, []).ExitCode);
        Assert.Equal(App.Print("top", path), await read.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("TERM")]
    public void A_command_that_is_interrupted_while_writing_leaves_no_partial_file(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        string deep = PerfText.Sample(1, frames: [.. Enumerable.Range(0, 1000).Select(i => $"f{i}")]);
        string path = _folder.Write(string.Concat(Enumerable.Repeat(deep, 1500))), file = _folder.In("out");
        using Process app = App.Start("dump", path, "-o", file);
        while (!app.HasExited && Directory.GetFiles(_folder.Path, ".out.*").Length == 0) Thread.Sleep(1);
        using (Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {app.Id} 2>/dev/null"])) kill.WaitForExit();
        AppResult result = App.Finish(app, []);
        string[] left = [.. Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)!).Order()];
        Assert.Equal(result.ExitCode == 0 ? ["made.perf", "out"] : ["made.perf"], left);
    }

    [Theory]
    [InlineData("flamegraph", "made.perf")]
    [InlineData("flamegraph", "link")]
    [InlineData("top", "made.perf", "--baseline", "other")]
    [InlineData("top", "other", "--baseline", "made.perf")]
    public void The_output_cannot_overwrite_the_profile(string command, string profile, params string[] more)
    {
        string path = _folder.Write(PerfText.Busy);
        _folder.Write(PerfText.Busy, "other");
        File.CreateSymbolicLink(_folder.In("link"), path);
        string[] rest = [.. more.Select(m => m.StartsWith('-') ? m : _folder.In(m))];
        AppResult result = App.Run([command, _folder.In(profile), .. rest, "-o", path]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("the profile itself", result.Error);
        Assert.Equal(PerfText.Busy, File.ReadAllText(path));
    }

    [Fact]
    public void A_reader_that_closes_the_pipe_ends_the_command_without_an_error()
    {
        var large = new System.Text.StringBuilder();
        for (int i = 0; i < 30; i++) large.Append(PerfText.Busy);
        using Process process = App.Start("dump", _folder.Write(large.ToString()), "--idle", "include");
        process.StandardInput.Close();
        Assert.StartsWith("{\"time\":", process.StandardOutput.ReadLine());
        process.StandardOutput.Close();
        Assert.Empty(process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
