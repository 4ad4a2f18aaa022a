using System.Diagnostics;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Cases made without this project, where they are at hand.</summary>
public sealed class ConformanceTests
{
    private static string Script => Path.Combine(Environment.GetEnvironmentVariable("FLAMESCOPE_TESTDATA") ?? "", "conformance", "check.py");

    [ConformanceFact]
    public void Every_case_passes()
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("python3", [Script, "--", .. App.Words]) { RedirectStandardOutput = true };
        process.Start();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }

    private sealed class ConformanceFactAttribute : FactAttribute
    {
        public ConformanceFactAttribute()
        {
            if (!File.Exists(Script)) Skip = "FLAMESCOPE_TESTDATA names no folder with conformance/check.py";
        }
    }
}
