using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

public sealed class DumpTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_are_objects_in_time_order_with_the_leaf_first()
    {
        string path = _folder.Write(
            PerfText.Sample(2.5, "late", 1, 2, 3, 99, "cycles", "\"leaf\"", "main")
            + PerfText.Sample(1.000001, "a b", 5, 6, 0, 7, "sched:sched_switch", "vfs_read ([kernel.kallsyms])", "[unknown] ([unknown])"));
        string[] lines = App.Run("dump", path).Lines;
        Assert.Equal(2, lines.Length);
        JsonElement first = Json.Parse(lines[0]), second = Json.Parse(lines[1]);
        Assert.Equal(1_000_001_000, first.GetProperty("time").GetInt64());
        Assert.Equal("a b", first.GetProperty("comm").GetString());
        Assert.Equal(5, first.GetProperty("pid").GetInt32());
        Assert.Equal(6, first.GetProperty("tid").GetInt32());
        Assert.Equal(0, first.GetProperty("cpu").GetInt32());
        Assert.Equal(7, first.GetProperty("period").GetInt64());
        Assert.Equal("sched:sched_switch", first.GetProperty("event").GetString());
        JsonElement[] frames = [.. first.GetProperty("frames").EnumerateArray()];
        Assert.Equal("vfs_read", frames[0].GetProperty("symbol").GetString());
        Assert.Equal("kernel", frames[0].GetProperty("kind").GetString());
        Assert.Equal("[kernel.kallsyms]", frames[0].GetProperty("module").GetString());
        Assert.Equal("[unknown]", frames[1].GetProperty("symbol").GetString());
        Assert.Equal(JsonValueKind.Null, frames[1].GetProperty("module").ValueKind);
        Assert.Equal("unknown", frames[1].GetProperty("kind").GetString());
        Assert.False(frames[0].TryGetProperty("source", out _));
        Assert.Equal("\"leaf\"", second.GetProperty("frames")[0].GetProperty("symbol").GetString());
    }

    [Fact]
    public void Fields_that_the_recording_lacks_are_null()
    {
        JsonElement sample = Json.Parse(App.Print("dump", _folder.Write("app  12 cycles: \n\t400000 main+0x1 (/bin/app)\n\n")));
        Assert.Equal(JsonValueKind.Null, sample.GetProperty("time").ValueKind);
        Assert.Equal(JsonValueKind.Null, sample.GetProperty("pid").ValueKind);
        Assert.Equal(JsonValueKind.Null, sample.GetProperty("cpu").ValueKind);
        Assert.Equal(12, sample.GetProperty("tid").GetInt32());
        Assert.Equal(1, sample.GetProperty("period").GetInt64());
    }

    [Fact]
    public void Idle_samples_are_excluded_and_counted_by_default()
    {
        string path = _folder.Write(PerfText.Busy);
        AppResult without = App.Run("dump", path), with = App.Run("dump", path, "--idle", "include");
        Assert.Equal(350, without.Lines.Length);
        Assert.Contains("50 idle samples excluded", without.Error);
        Assert.Equal(400, with.Lines.Length);
        Assert.Empty(with.Error);
    }
}
