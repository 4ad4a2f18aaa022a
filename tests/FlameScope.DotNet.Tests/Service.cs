using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace FlameScope.DotNet.Tests;

/// <summary>The recorded program.</summary>
internal sealed class Service : IDisposable
{
    private readonly Process _process;

    private Service(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Returns how to start the program.</summary>
    /// <param name="seconds">The time after which it ends.</param>
    /// <param name="period">The time between bursts in milliseconds.</param>
    /// <param name="late">The time after which it calls methods of the framework that it did not call before, in milliseconds; <c>null</c> for never.</param>
    public static ProcessStartInfo Command(double seconds, int period = 500, int? late = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "FlameScope.TestService.dll"));
        start.ArgumentList.Add(seconds.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(period.ToString(CultureInfo.InvariantCulture));
        if (late is { } delay) start.ArgumentList.Add(delay.ToString(CultureInfo.InvariantCulture));
        return start;
    }

    /// <summary>Starts the program and waits until it runs.</summary>
    public static async Task<Service> StartAsync(double seconds = 60, int period = 500, int? late = null)
    {
        Process process = Process.Start(Command(seconds, period, late))!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        return new Service(process);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
