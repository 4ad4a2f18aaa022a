using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using FlameScope.Export;
using FlameScope.Model;

namespace FlameScope.EndToEnd.Tests;

/// <summary>The programs in the folder <c>samples</c>.</summary>
public sealed class SampleProgramTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void QuickStart_saves_a_heat_map_and_the_flame_graph_of_a_moment()
    {
        Assert.Empty(SampleProgram.Print("QuickStart", [], _folder.Path, Repository.SampleProfile));
        Assert.Contains("<svg", File.ReadAllText(_folder.In("heatmap.svg")));
        Assert.Contains("rebuild_index", File.ReadAllText(_folder.In("moment.svg")));
    }

    [Fact]
    public void RecordService_lists_processes_and_records_one()
    {
        using Process service = Process.Start(App.Command(App.Built("FlameScope.TestService"), "60", "500"))!;
        try
        {
            Assert.Equal("ready", service.StandardOutput.ReadLine());
            string id = service.Id.ToString();
            Assert.Contains(id, SampleProgram.Print("RecordService"));
            // Which moment stands out most depends on the machine: a burst, a gap between bursts or the start of the recorder. On a machine that is
            // too busy there is none, so a recording may have to be repeated.
            for (int i = 0; i < 4 && !File.Exists(_folder.In("moment.svg")); i++)
            {
                Assert.Empty(SampleProgram.Print("RecordService", [], _folder.Path, id, "3"));
                Assert.Contains("<svg", File.ReadAllText(_folder.In("heatmap.svg")));
            }
            Assert.Contains("<svg", File.ReadAllText(_folder.In("moment.svg")));
        }
        finally
        {
            service.Kill();
        }
    }

    [Fact]
    public void BenchmarkDiagnoser_leaves_a_report_of_each_benchmark()
    {
        SampleProgram.Print("BenchmarkDiagnoser", [], _folder.Path);
        foreach (string method in (string[])["SortCopy", "AddToSet"])
        {
            string report = Directory.EnumerateFiles(_folder.Path, $"Sorting.{method}.html", SearchOption.AllDirectories).Single();
            Assert.Contains("<html", File.ReadAllText(report));
            string folded = App.Print("flamegraph", Path.ChangeExtension(report, ".nettrace"), "--format", "folded");
            Assert.Contains($"Sorting.{method}()", folded);
        }
    }

    [Fact]
    public void CountFrames_counts_samples_and_frames()
    {
        string text = Unpacked();
        string[] lines = SampleProgram.Print("CountFrames", _folder.Write(text)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"{Regex.Count(text, "^[^#\\s].*cpu-clock", RegexOptions.Multiline)} samples", lines[0]);
        Assert.Equal(Regex.Count(text, "^\t", RegexOptions.Multiline), lines[1..].Sum(line => int.Parse(line.AsSpan(0, line.IndexOf(' ')))));
    }

    [Fact]
    public void LivePipe_reads_standard_input_or_the_output_of_a_command()
    {
        byte[] recording = File.ReadAllBytes(Repository.SampleProfile);
        string fromInput = SampleProgram.Print("LivePipe", recording, null);
        Assert.StartsWith("6243 samples of ", fromInput);
        Assert.Equal(fromInput, SampleProgram.Print("LivePipe", "cat", Repository.SampleProfile));
    }

    [Fact]
    public void TerminalHeatmap_draws_one_cell_per_second_and_row()
    {
        string[] lines = SampleProgram.Print("TerminalHeatmap", Repository.SampleProfile).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.All(lines[..10], line => Assert.Equal(49, line.Count(c => c == '▀')));
        Assert.StartsWith("49 seconds; ", lines[10]);
    }

    [Fact]
    public void BusiestSecond_draws_the_second_with_the_most_samples()
    {
        string printed = SampleProgram.Print("BusiestSecond", Repository.SampleProfile, _folder.In("busiest.svg"));
        string[] columns = [.. Json.Parse(App.Print("heatmap", Repository.SampleProfile, "--format", "json")).GetProperty("values").EnumerateArray()
            .Select(column => column.EnumerateArray().Sum(cell => cell.GetInt64()).ToString())];
        string most = columns.MaxBy(int.Parse)!;
        Assert.EndsWith($"second {Array.IndexOf(columns, most)}: {most} samples\n", printed);
        Assert.Contains($"Second {Array.IndexOf(columns, most)}", File.ReadAllText(_folder.In("busiest.svg")));
    }

    [Fact]
    public void CompareProfiles_lists_the_changes_and_draws_the_difference()
    {
        string before = _folder.Write(PerfText.Sample(1, frames: ["parse", "main"]) + PerfText.Sample(2, frames: ["write", "main"]), "before.perf");
        string after = _folder.Write(PerfText.Sample(1, frames: ["retry", "main"]) + PerfText.Sample(2, frames: ["write", "main"]), "after.perf");
        string[] lines = SampleProgram.Print("CompareProfiles", before, after, _folder.In("difference.svg")).Split('\n');
        Assert.Equal(" +50.00% retry", lines[0]);
        Assert.Contains(" -50.00% parse", lines);
        Assert.Contains("retry", File.ReadAllText(_folder.In("difference.svg")));
    }

    [Fact]
    public void OwnPalette_draws_in_its_custom_colors()
    {
        Assert.Empty(SampleProgram.Print("OwnPalette", Repository.SampleProfile, _folder.In("own.svg")));
        Assert.Contains("#9CD88A", File.ReadAllText(_folder.In("own.svg")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void WatchFolder_draws_existing_and_new_files_and_skips_invalid_ones()
    {
        System.Text.Json.JsonElement info = Json.Parse(App.Print("info", "--json", Repository.SampleProfile));
        int busy = info.GetProperty("samples").GetInt32() - info.GetProperty("idle").GetInt32();
        File.Copy(Repository.SampleProfile, _folder.In("first.gz"));
        _folder.Write("no profile", "bad.gz");
        using Process watcher = SampleProgram.Start("WatchFolder", null, _folder.Path);
        try
        {
            Assert.Equal($"watching {_folder.Path}", ReadLine(watcher));
            Assert.Equal($"first.gz: {busy} samples", ReadLine(watcher));
            File.Copy(Repository.SampleProfile, _folder.In("second.part"));
            File.Move(_folder.In("second.part"), _folder.In("second.gz"));
            Assert.Equal($"second.gz: {busy} samples", ReadLine(watcher));
        }
        finally
        {
            watcher.Kill();
        }
        Assert.True(File.Exists(_folder.In("second.gz.heat.svg")));
        Assert.True(File.Exists(_folder.In("second.gz.flames.svg")));
        Assert.StartsWith("bad.gz: ", watcher.StandardError.ReadToEnd());
    }

    [Fact]
    public void CustomFormat_folds_its_lines_and_reports_the_first_unreadable_one()
    {
        string trace = _folder.Write("1000,worker,main;parse\n2000,worker,main;parse\n3000,ui,main\n", "trace.csv");
        Assert.Equal("ui;main 1\nworker;main;parse 2\n", SampleProgram.Print("CustomFormat", trace));

        using Process bad = SampleProgram.Start("CustomFormat", null, _folder.Write("1000,worker,main\nnonsense\n", "bad.csv"));
        AppResult result = App.Finish(bad, []);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("line 2", result.Error);
    }

    [Fact]
    public void MergeHosts_merges_the_samples_of_all_recordings()
    {
        string[] lines = SampleProgram.Print("MergeHosts", Repository.SampleProfile, _folder.Write(PerfText.Busy), Repository.SampleProfile).Split('\n');
        Assert.Equal($"{6243 + 400 + 6243} samples of 3 recordings", lines[0]);
        Assert.Equal(12, lines.Length);
    }

    [Fact]
    public void OtlpToDataset_writes_the_requests_of_a_stream()
    {
        string dataset = Path.Combine(_folder.Path, "profiles");
        byte[] first = OtlpRequest("checkout", "web-1", 1), second = OtlpRequest("checkout", "web-2", 2);
        using Process process = SampleProgram.Start("OtlpToDataset", null, dataset);
        AppResult result = App.Finish(process, [.. first, .. second, .. first]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(3, result.Output.Split('\n').Count(line => line.StartsWith("checkout on web-", StringComparison.Ordinal)));
        // The request that came twice is stored once.
        Assert.Equal("main 3\n", App.Print("dataset", "read", dataset, "--service", "checkout", "--format", "folded"));
    }

    private static byte[] OtlpRequest(string service, string host, int samples)
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { HostName = host, Clock = new WallClock(0, 0, IsExact: true) } };
        LabelSetId labels = builder.AddLabelSet([builder.AddLabel("service.name", service)]);
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(new Frame { Symbol = builder.AddSymbol("main") }));
        SampleEventId samplesEvent = builder.AddEvent("samples", []);
        ThreadId thread = builder.AddThread(1, 1, "");
        for (int i = 0; i < samples; i++)
        {
            builder.AddSample(new SampleRow { Time = 1_700_000_000_000_000_000 + i, Stack = stack, Thread = thread, Event = samplesEvent, Labels = labels });
        }
        var message = new System.Buffers.ArrayBufferWriter<byte>();
        new OtlpWriter().Write(builder.Build().Select(), message, new ProfileWriteOptions());
        byte[] request = new byte[4 + message.WrittenCount];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(request, message.WrittenCount);
        message.WrittenSpan.CopyTo(request.AsSpan(4));
        return request;
    }

    private static string ReadLine(Process process)
    {
        Task<string?> line = process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(TimeSpan.FromMinutes(1)), "nothing is printed");
        return line.Result!;
    }

    private static string Unpacked()
    {
        using var gzip = new GZipStream(File.OpenRead(Repository.SampleProfile), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }
}
