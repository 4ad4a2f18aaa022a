using System.Diagnostics;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Xunit;

namespace FlameScope.DotNet.Tests;

/// <summary>Compares what is read with TraceEvent, the library of PerfView, over recordings that are made for the test.</summary>
public sealed class TraceEventTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-tests-").FullName;

    /// <summary>A sample of a thread: the thread, the time in nanoseconds, and the methods, leaf first.</summary>
    private sealed record Row(long Thread, long Time, string Stack);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recording_of_the_recorder_has_the_samples_that_TraceEvent_reads()
    {
        string path = Path.Combine(_folder, "recorder.nettrace");
        await using (FileStream file = File.Create(path))
        {
            await DotNetRecorder.RecordToAsync(Service.Command(seconds: 2), file).WaitAsync(TimeSpan.FromMinutes(2));
        }
        Compare(path);
    }

    [Fact]
    public async Task A_recording_of_the_runtime_has_the_samples_that_TraceEvent_reads()
    {
        string path = Path.Combine(_folder, "runtime.nettrace");
        ProcessStartInfo start = Service.Command(seconds: 2);
        start.Environment["DOTNET_EnableEventPipe"] = "1";
        start.Environment["DOTNET_EventPipeOutputPath"] = path;
        start.Environment["DOTNET_EventPipeConfig"] = "Microsoft-DotNETCore-SampleProfiler:0:5,Microsoft-Windows-DotNETRuntime:4c14fccbd:4";
        using Process process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Compare(path);
    }

    private void Compare(string path)
    {
        Row[] expected = [.. WithTraceEvent(path).OrderBy(row => row.Thread).ThenBy(row => row.Time)];
        Row[] actual = [.. WithReader(path).OrderBy(row => row.Thread).ThenBy(row => row.Time)];
        Assert.True(expected.Length > 500, $"There are only {expected.Length} samples.");
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Thread, actual[i].Thread);
            Assert.InRange(actual[i].Time - expected[i].Time, -1000, 1000); // TraceEvent has milliseconds with fractions
            Assert.Equal(expected[i].Stack, actual[i].Stack);
        }
    }

    private static IEnumerable<Row> WithReader(string path)
    {
        Profile profile = ProfileFile.Open(path);
        Assert.Equal(0, profile.LostCount);
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            if (profile.Events[profile.Samples.Events[i]] is not ("cpu" or "external")) continue;
            IEnumerable<string> names = profile.Stacks.GetFrames(profile.Samples.Stacks[i]).Select(frame => profile.Symbols[profile.Frames[frame].Symbol]);
            names = names.Select(name => name.StartsWith("[unknown]", StringComparison.Ordinal) ? "" : name); // such as stubs
            yield return new Row(profile.Threads[profile.Samples.Threads[i]].Tid!.Value, profile.Samples.Times[i], string.Join('\n', names));
        }
    }

    private List<Row> WithTraceEvent(string path)
    {
        string converted = TraceLog.CreateFromEventPipeDataFile(path, Path.Combine(_folder, Path.GetFileName(path) + ".etlx"));
        using var log = new TraceLog(converted);
        var rows = new List<Row>();
        foreach (Microsoft.Diagnostics.Tracing.TraceEvent each in log.Events)
        {
            if (each.ProviderName != "Microsoft-DotNETCore-SampleProfiler") continue;
            var names = new List<string>();
            for (TraceCallStack? stack = each.CallStack(); stack is not null; stack = stack.Caller) names.Add(stack.CodeAddress.FullMethodName);
            rows.Add(new Row(each.ThreadID, (long)Math.Round(each.TimeStampRelativeMSec * 1_000_000), string.Join('\n', names)));
        }
        return rows;
    }
}
