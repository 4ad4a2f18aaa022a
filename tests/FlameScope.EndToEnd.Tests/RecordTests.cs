using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Tests of the commands <c>record</c> and <c>ps</c>, over a service with a burst of 80 ms every five seconds.</summary>
public sealed class RecordTests : IDisposable
{
    private const string Service = "FlameScope.TestService";
    private const string Burst = "FlameScope.TestService.Program.PlantedBurst()";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_planted_burst_of_a_recorded_service_is_found_and_named()
    {
        // Other work of the machine may delay or hide the burst, so a recording may have to be repeated.
        JsonElement[] bursts = FindBursts();
        for (int i = 0; i < 2 && !Array.Exists(bursts, IsShort); i++) bursts = FindBursts();
        Assert.Contains(bursts, IsShort);

        static bool IsShort(JsonElement burst) => burst.GetProperty("to").GetDouble() - burst.GetProperty("from").GetDouble() is >= 0.04 and <= 0.4;
    }

    private JsonElement[] FindBursts()
    {
        string recording = _folder.In("service.nettrace");
        AppResult result = App.Run(["record", "--seconds", "17", "-o", recording, "--", .. ServiceWords, "60", "5000"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(" samples, 0 lost", result.Error);

        JsonElement[] moments = [.. Json.Parse(App.Print("moments", recording, "--event", "cpu", "--json")).EnumerateArray()];
        Assert.Contains("svg", App.Print("heatmap", recording, "--event", "cpu", "--format", "svg"));
        return [.. moments.Where(moment => Functions(moment).Contains(Burst))];
    }

    [Fact]
    public void Interrupting_a_recording_ends_it_properly()
    {
        if (OperatingSystem.IsWindows()) return;
        string recording = _folder.In("interrupted.nettrace");
        using Process process = App.Start(["record", "-o", recording, "--", .. ServiceWords, "60", "500"]);
        WaitFor(() => File.Exists(recording) && new FileInfo(recording).Length > 100_000, process);
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        AppResult result = App.Finish(process, []);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(Burst, App.Print("top", recording, "--idle", "include", "--limit", "1000"));
        Assert.Empty(Json.Parse(App.Print("info", recording, "--json")).GetProperty("diagnostics").EnumerateArray());
    }

    [Fact]
    public void A_running_process_is_listed_and_recorded_by_its_id()
    {
        using Process service = Process.Start(App.Command(ServiceWords, "60", "500"))!;
        try
        {
            Assert.Equal("ready", service.StandardOutput.ReadLine());
            string id = service.Id.ToString(CultureInfo.InvariantCulture);
            Assert.Contains(App.Run("ps").Lines, line => line.TrimStart().StartsWith(id + " ", StringComparison.Ordinal));
            string recording = _folder.In("running.nettrace");
            AppResult result = App.Run("record", "--pid", id, "--seconds", "2", "--events", "contention,exceptions", "-o", recording);
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Contains(Burst, App.Print("top", recording, "--idle", "include", "--limit", "1000"));
            Assert.False(service.HasExited);
        }
        finally
        {
            service.Kill();
        }
    }

    [Fact]
    public void A_watched_process_is_drawn_each_second()
    {
        using Process service = Process.Start(App.Command(ServiceWords, "60", "500"))!;
        try
        {
            Assert.Equal("ready", service.StandardOutput.ReadLine());
            AppResult result = App.Run("record", "--watch", "--pid", service.Id.ToString(CultureInfo.InvariantCulture), "--seconds", "5");
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.True(result.Lines.Count(line => line.Contains("the cell with the most is", StringComparison.Ordinal)) >= 3, result.Output);
        }
        finally
        {
            service.Kill();
        }
    }

    [Theory]
    [InlineData(2, "one of --pid N, --name NAME and -- COMMAND is required", "record")]
    [InlineData(2, "one of --pid N, --name NAME and -- COMMAND is required", "record", "--pid", "1", "--name", "x")]
    [InlineData(2, "--events takes allocations, contention and exceptions, not 'gc'", "record", "--pid", "1", "--events", "gc")]
    [InlineData(2, "--watch works with --pid or --name, and writes no file", "record", "--watch", "--pid", "1", "-o", "x")]
    [InlineData(2, "--seconds takes a positive number", "record", "--pid", "1", "--seconds", "-1")]
    [InlineData(1, "there is no .NET process with this name", "record", "--name", "no such process")]
    [InlineData(1, "there is no process 2147483000", "record", "--pid", "2147483000", "-o", "OUTPUT")]
    [InlineData(1, "/no/such/program cannot be started", "record", "-o", "OUTPUT", "--", "/no/such/program")]
    public void What_is_wrong_is_said(int exitCode, string message, params string[] arguments)
    {
        string output = _folder.In("recording.nettrace");
        AppResult result = App.Run(Array.ConvertAll(arguments, argument => argument == "OUTPUT" ? output : argument));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void A_file_that_was_there_before_is_kept_when_nothing_is_recorded()
    {
        string output = _folder.Write("", "recording.nettrace");
        Assert.Equal(1, App.Run("record", "--pid", "2147483000", "-o", output).ExitCode);
        Assert.True(File.Exists(output));
    }

    private static string[] ServiceWords => App.Built(Service);

    private static void WaitFor(Func<bool> condition, Process process)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(process.HasExited, "The recorder ended.");
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "The condition is not met.");
            Thread.Sleep(20);
        }
    }

    private static string[] Functions(JsonElement moment) => [.. moment.GetProperty("functions").EnumerateArray().Select(name => name.GetString()!)];
}
