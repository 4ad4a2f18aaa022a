using System.Diagnostics;

namespace FlameScope.Tests;

/// <summary>Programs that record profiles or print them.</summary>
internal static class Tool
{
    /// <summary>Runs a program in a folder and returns its output. A program that fails, fails the test.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        // Go needs a folder for what it builds, and no home directory is needed for it.
        start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "flamescope-go");
        start.Environment["PPROF_TMPDIR"] = folder;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Xunit.Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await error}");
        return output;
    }
}
