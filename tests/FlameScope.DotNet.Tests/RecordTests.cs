using System.Diagnostics;
using System.Runtime.CompilerServices;
using FlameScope.Model;
using FlameScope.Parsing;
using Xunit;

namespace FlameScope.DotNet.Tests;

/// <summary>Tests of the recorder, over a service that is started for each of them.</summary>
public class RecordTests
{
    private const string Burst = "FlameScope.TestService.Program.PlantedBurst()";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_running_process_is_recorded_with_the_names_of_its_methods()
    {
        using Service service = await Service.StartAsync();
        Profile profile = await DotNetRecorder.RecordAsync(service.Id, TimeSpan.FromSeconds(2)).WaitAsync(Patience);
        Assert.Equal("nettrace", profile.Format);
        Assert.Empty(profile.Diagnostics);
        Assert.Contains(Burst, WorkingMethods(profile));
        Assert.Equal(service.Id, profile.Threads[profile.Samples.Threads[0]].Pid);
        Assert.Equal("cpu", profile.Events[profile.DefaultEvent!.Value]);
    }

    [Fact]
    public async Task Threads_that_only_wait_are_idle()
    {
        using Service service = await Service.StartAsync();
        Profile profile = await DotNetRecorder.RecordAsync(service.Id, TimeSpan.FromSeconds(2)).WaitAsync(Patience);
        int working = Enumerable.Range(0, profile.Samples.Count).Count(i => profile.Events[profile.Samples.Events[i]] == "cpu" && !profile.IsIdle(i));
        Assert.True(profile.IdleCount > profile.Samples.Count / 2, $"{profile.IdleCount} of {profile.Samples.Count} samples are idle.");
        Assert.True(working < profile.Samples.Count / 4, $"{working} of {profile.Samples.Count} samples are work.");
    }

    [Fact]
    public async Task A_program_is_recorded_from_its_first_method_to_its_end()
    {
        Profile profile = await DotNetRecorder.RecordAsync(Service.Command(seconds: 1.5)).WaitAsync(Patience);
        string[] methods = [.. AllMethods(profile)];
        Assert.Contains("FlameScope.TestService.Program.Main(class System.String[])", methods);
        Assert.Contains(Burst, methods);
        Assert.InRange(profile.Samples.Times[^1] - profile.Samples.Times[0], 1_000_000_000, 60_000_000_000);
    }

    [Fact]
    public async Task The_stop_token_ends_a_recording_and_what_was_recorded_is_returned()
    {
        using Service service = await Service.StartAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));
        Profile profile = await DotNetRecorder.RecordAsync(service.Id, options: new DotNetRecordOptions { StopToken = stop.Token }).WaitAsync(Patience);
        Assert.True(profile.Samples.Count > 100);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public async Task Cancellation_abandons_a_recording_and_the_process_can_be_recorded_again()
    {
        using Service service = await Service.StartAsync();
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DotNetRecorder.RecordAsync(service.Id, cancellationToken: cancel.Token).WaitAsync(Patience));
        Profile next = await DotNetRecorder.RecordAsync(service.Id, TimeSpan.FromSeconds(0.5)).WaitAsync(Patience);
        Assert.True(next.Samples.Count > 0);
    }

    // This process has more methods to send than a socket holds.
    [Fact]
    public async Task Cancellation_abandons_a_recording_of_the_process_itself()
    {
        for (int i = 0; i < 3; i++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Task.Run(() => DotNetRecorder.RecordAsync(Environment.ProcessId, cancellationToken: cancel.Token)).WaitAsync(Patience));
        }
        Profile next = await DotNetRecorder.RecordAsync(Environment.ProcessId, TimeSpan.FromSeconds(0.5)).WaitAsync(Patience);
        Assert.True(next.Samples.Count > 0);
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_its_samples()
    {
        using Service service = await Service.StartAsync();
        Task<Profile> recording = DotNetRecorder.RecordAsync(service.Id);
        await Task.Delay(2000);
        service.Kill();
        Profile profile = await recording.WaitAsync(Patience);
        Assert.True(profile.Samples.Count > 100);
        Assert.Contains(profile.Diagnostics, diagnostic => diagnostic.Reason == "recording without an end");
    }

    [Fact]
    public async Task The_current_process_records_itself_without_a_deadlock()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var work = Task.Run(() => OwnWork(stop.Token));
        var options = new DotNetRecordOptions { StopToken = stop.Token };
        Profile profile = await DotNetRecorder.RecordAsync(Environment.ProcessId, options: options).WaitAsync(Patience);
        await work;
        Assert.Contains(AllMethods(profile), name => name.Contains(nameof(OwnWork), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_has_the_samples_and_the_busy_threads()
    {
        using Service service = await Service.StartAsync();
        var reports = new List<DotNetRecordProgress>();
        using var file = new MemoryStream();
        await DotNetRecorder.RecordToAsync(service.Id, file, TimeSpan.FromSeconds(2), progress: new Collector(reports)).WaitAsync(Patience);
        DotNetRecordProgress last = reports[^1];
        Profile profile = ProfileFormats.Default.Parse(file.ToArray());
        Assert.Equal(file.Length, last.BytesReceived);
        Assert.Equal(Enumerable.Range(0, profile.Samples.Count).Count(i => profile.Events[profile.Samples.Events[i]] is "cpu" or "external"), last.SampleCount);
        Assert.True(last.ManagedSampleCount > 0);
        Assert.Contains(reports, report => report.BusyThreadCount > 0);
        Assert.True(last.IsStopping);
    }

    [Fact]
    public async Task Events_of_the_options_are_events_of_the_profile()
    {
        using Service service = await Service.StartAsync();
        var options = new DotNetRecordOptions { Events = DotNetEvents.Contention | DotNetEvents.Allocations | DotNetEvents.Exceptions };
        Profile profile = await DotNetRecorder.RecordAsync(service.Id, TimeSpan.FromSeconds(3), options).WaitAsync(Patience);
        int sample = profile.Samples.Events.ToArray().ToList().FindIndex(id => profile.Events[id] == "Microsoft-Windows-DotNETRuntime/Contention/Stop");
        Assert.True(sample >= 0, "There is no event of contention.");
        Assert.InRange(profile.Samples.GetValues(0)[sample], 50_000_000, 2_000_000_000);
    }

    [Fact]
    public async Task A_watched_process_gives_profiles_with_names_while_it_is_recorded()
    {
        using Service service = await Service.StartAsync();
        List<Profile> profiles = await WatchAsync(service.Id);
        Profile whole = Profile.MergeAll(profiles);
        Assert.Equal(profiles.Sum(profile => profile.Samples.Count), whole.Samples.Count);
        Assert.Contains(Burst, WorkingMethods(whole));
        Assert.InRange(CountUnnamed(whole), 0, whole.Samples.Count / 20); // stubs have no names
        long end = long.MinValue;
        foreach (Profile profile in profiles.Where(profile => profile.Samples.Count > 0))
        {
            Assert.True(profile.Samples.Times[^1] > end);
            end = profile.Samples.Times[^1];
        }
    }

    // The framework is compiled ahead of time, so the runtime does not report its methods when they are first called.
    [Fact]
    public async Task Methods_of_the_framework_that_are_first_called_while_a_process_is_watched_have_names()
    {
        using Service service = await Service.StartAsync(seconds: 600, late: 2000);
        using var stop = new CancellationTokenSource(Patience);
        int late = 0, unnamed = 0;
        await foreach (Profile profile in DotNetRecorder.WatchAsync(service.Id, TimeSpan.FromSeconds(0.5), new DotNetRecordOptions { StopToken = stop.Token }))
        {
            late += CountLate(profile);
            unnamed += CountUnnamed(profile);
            if (late >= 200) await stop.CancelAsync();
        }
        Assert.True(late >= 200, $"{late} samples");
        Assert.InRange(unnamed, 0, late / 20); // stubs have no names
    }

    private static async Task<List<Profile>> WatchAsync(int processId)
    {
        using var stop = new CancellationTokenSource(Patience);
        var profiles = new List<Profile>();
        await foreach (Profile profile in DotNetRecorder.WatchAsync(processId, TimeSpan.FromSeconds(0.5), new DotNetRecordOptions { StopToken = stop.Token }))
        {
            profiles.Add(profile);
            if (profiles.Count == 4) await stop.CancelAsync();
        }
        Assert.True(profiles.Count >= 4);
        return profiles;
    }

    [Fact]
    public async Task A_watched_process_may_be_left()
    {
        using Service service = await Service.StartAsync();
        await LeaveAsync(service.Id).WaitAsync(Patience);
        Profile next = await DotNetRecorder.RecordAsync(service.Id, TimeSpan.FromSeconds(0.5)).WaitAsync(Patience);
        Assert.True(next.Samples.Count > 0);
    }

    [Fact]
    public async Task A_watched_process_that_cannot_be_asked_to_stop_may_be_left()
    {
        if (OperatingSystem.IsWindows()) return; // The diagnostic port is no file.
        using Service service = await Service.StartAsync(seconds: 600);
        await LeaveAsync(service.Id, DeletePort).WaitAsync(Patience);

        void DeletePort()
        {
            // Killed processes that had the same id may have left ports.
            string[] ports = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{service.Id}-*");
            Assert.NotEmpty(ports);
            foreach (string port in ports) File.Delete(port);
        }
    }

    private static async Task LeaveAsync(int processId, Action? before = null)
    {
        await foreach (Profile profile in DotNetRecorder.WatchAsync(processId, TimeSpan.FromSeconds(0.2)))
        {
            Assert.Equal("nettrace", profile.Format);
            before?.Invoke();
            break;
        }
    }

    [Fact]
    public async Task Processes_are_listed_with_their_names()
    {
        using Service service = await Service.StartAsync();
        IReadOnlyList<DotNetProcess> processes = DotNetRecorder.GetProcesses();
        Assert.Contains(processes, process => process.Id == Environment.ProcessId);
        DotNetProcess found = processes.Single(process => process.Id == service.Id);
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal("FlameScope.TestService", found.Name);
        Assert.Contains("FlameScope.TestService.dll", found.CommandLine);
    }

    [Fact]
    public async Task A_process_that_does_not_exist_cannot_be_recorded()
    {
        var exception = await Assert.ThrowsAsync<DotNetRecordException>(() => DotNetRecorder.RecordAsync(int.MaxValue - 1));
        Assert.Contains("there is no process", exception.Message);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_cannot_be_recorded()
    {
        var exception = await Assert.ThrowsAsync<DotNetRecordException>(() => DotNetRecorder.RecordAsync(new ProcessStartInfo("/no/such/program")));
        Assert.Contains("/no/such/program", exception.Message);
    }

    [Fact]
    public async Task A_program_without_a_runtime_cannot_be_recorded()
    {
        if (OperatingSystem.IsWindows()) return;
        var exception = await Assert.ThrowsAsync<DotNetRecordException>(() => DotNetRecorder.RecordAsync(new ProcessStartInfo("true")).WaitAsync(Patience));
        Assert.Contains("before a .NET runtime started", exception.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double OwnWork(CancellationToken end)
    {
        double sum = 0;
        while (!end.IsCancellationRequested)
        {
            for (int i = 1; i < 10_000; i++) sum += Math.Sqrt(i);
        }
        return sum;
    }

    private static HashSet<string> AllMethods(Profile profile) => MethodsOf(profile, Enumerable.Range(0, profile.Samples.Count));

    private static HashSet<string> WorkingMethods(Profile profile) => MethodsOf(
        profile, Enumerable.Range(0, profile.Samples.Count).Where(i => profile.Events[profile.Samples.Events[i]] == "cpu" && !profile.IsIdle(i)));

    private static int CountLate(Profile profile) => profile.Samples.Stacks.ToArray().Count(stack =>
        profile.Stacks.GetFrames(stack).Any(frame => profile.Symbols[profile.Frames[frame].Symbol].Contains(".CallLate(", StringComparison.Ordinal)));

    private static int CountUnnamed(Profile profile) => profile.Samples.Stacks.ToArray().Count(stack =>
        profile.Stacks.GetFrames(stack).Any(frame => profile.Symbols[profile.Frames[frame].Symbol].StartsWith("[unknown]", StringComparison.Ordinal)));

    private static HashSet<string> MethodsOf(Profile profile, IEnumerable<int> samples) =>
        [.. samples.SelectMany(i => profile.Stacks.GetFrames(profile.Samples.Stacks[i])).Select(frame => profile.Symbols[profile.Frames[frame].Symbol])];

    private sealed class Collector(List<DotNetRecordProgress> reports) : IProgress<DotNetRecordProgress>
    {
        public void Report(DotNetRecordProgress value) => reports.Add(value);
    }
}
