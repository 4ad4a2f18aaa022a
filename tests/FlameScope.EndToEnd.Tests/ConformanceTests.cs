using System.Diagnostics;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Conformance cases that are not part of this project, if the environment variable FLAMESCOPE_TESTDATA names a folder with them.</summary>
public sealed class ConformanceTests
{
    [OptionalFact(Requirement.ConformanceCases)]
    public void Every_case_passes() => Run("check.py");

    [OptionalFact(Requirement.ConformanceCases)]
    public void Every_file_of_every_format_is_read_as_by_its_own_decoder() => Run("formats.py");

    private static void Run(string script)
    {
        string path = Path.Combine(Path.GetDirectoryName(TestEnvironment.ConformanceScript!)!, script);
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("python3", [path, "--", .. App.Words])
        {
            RedirectStandardOutput = true,
        };
        process.Start();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
