using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class InfoTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_has_counts_times_and_diagnostics()
    {
        string path = _folder.Write("what is this\n" + PerfText.Busy);
        AppResult result = App.Run("info", path, "--json");
        Assert.Equal(0, result.ExitCode);
        JsonElement info = Json.Parse(result.Output);
        Assert.Equal("perf script", info.GetProperty("format").GetString());
        Assert.Equal(400, info.GetProperty("samples").GetInt32());
        Assert.Equal(50, info.GetProperty("idle").GetInt32());
        Assert.Equal(1_000_250_000_000, info.GetProperty("first").GetInt64());
        Assert.Equal(1_009_826_000_000, info.GetProperty("last").GetInt64());
        Assert.Equal(400, info.GetProperty("events").EnumerateObject().Sum(e => e.Value.GetInt32()));
        Assert.Equal(2, info.GetProperty("events").EnumerateObject().Count());
        Assert.Equal(4, info.GetProperty("stacks").GetInt32()); // not 10: stacks that belong only to callers are not counted
        Assert.Equal(0, info.GetProperty("lost").GetInt32());
        JsonElement diagnostic = Assert.Single(info.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(1, diagnostic.GetProperty("line").GetInt32());
        Assert.Equal(1, diagnostic.GetProperty("count").GetInt32());
        Assert.Contains("1 line skipped", result.Error);
    }

    [Fact]
    public void Threads_are_listed_with_their_ids()
    {
        string path = _folder.Write(PerfText.Busy);
        JsonElement[] threads = [.. Json.Parse(App.Print("info", path, "--json")).GetProperty("busyThreads").EnumerateArray()];
        Assert.Equal(350, threads.Sum(t => t.GetProperty("samples").GetInt32()));
        Assert.Contains(threads, t => t.GetProperty("tid").GetInt32() == 21);
        Assert.Equal(threads.Select(t => t.GetProperty("samples").GetInt32()).OrderDescending(), threads.Select(t => t.GetProperty("samples").GetInt32()));
        string[] lines = App.Run("info", path).Lines;
        Assert.Contains(lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains("21"));
        Assert.Contains(lines, line => line.Contains("tid", StringComparison.Ordinal));
    }

    [Fact]
    public void Redirected_text_is_plain()
    {
        AppResult result = App.Run("info", _folder.Write(PerfText.Busy));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("400, 50 of them idle", result.Output);
        Assert.Contains("C2 Thread 2", result.Output);
        Assert.Contains("sched:sched_switch", result.Output);
        Assert.DoesNotContain('\u001B', result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void A_profile_without_times_has_null_times()
    {
        string path = _folder.Write("app  12 cycles: \n\t400000 main+0x1 (/bin/app)\n\n");
        JsonElement info = Json.Parse(App.Print("info", path, "--json"));
        Assert.Equal(1, info.GetProperty("samples").GetInt32());
        Assert.Equal(JsonValueKind.Null, info.GetProperty("first").ValueKind);
        Assert.Contains("heat maps and ranges are not", App.Print("info", path));
    }

    [Fact]
    public void Names_are_neither_terminal_sequences_nor_markup()
    {
        string path = _folder.Write(PerfText.Sample(1, "[red]x\u001B[31m", frames: ["[bold]\u001B]0;title\u0007\u009B1m"]));
        foreach (string output in new[] { App.Print("info", path), App.Print("top", path), App.Print("top", path, "--json"), App.Print("dump", path) })
        {
            Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
            Assert.True(output.Contains("[red]x", StringComparison.Ordinal) || output.Contains("[bold]", StringComparison.Ordinal), output);
        }
        AppResult note = App.Run("top", path, "--comm", "none");
        Assert.Contains("[red]x", note.Error);
        Assert.DoesNotContain('\u001B', note.Error);
    }
}
