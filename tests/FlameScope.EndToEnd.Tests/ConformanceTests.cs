using System.Diagnostics;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Conformance cases that are not part of this project, if the environment variable FLAMESCOPE_TESTDATA names a folder with them.</summary>
public sealed class ConformanceTests
{
    [OptionalFact(Requirement.ConformanceCases)]
    public void Every_case_passes()
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("python3", [TestEnvironment.ConformanceScript!, "--", .. App.Words])
        {
            RedirectStandardOutput = true,
        };
        process.Start();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
