using System.Diagnostics;
using System.Text;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Runs the built sample programs.</summary>
internal static class SampleProgram
{
    /// <summary>Runs a sample without input that must succeed, and returns its output.</summary>
    public static string Print(string name, params string[] arguments) => Print(name, [], null, arguments);

    /// <summary>Runs a sample that must succeed, and returns its output.</summary>
    public static string Print(string name, byte[] input, string? folder, params string[] arguments)
    {
        using Process process = Start(name, folder, arguments);
        AppResult result = App.Finish(process, input);
        Assert.True(result.ExitCode == 0, $"{name} {string.Join(' ', arguments)}: exit {result.ExitCode}: {result.Error}");
        return result.Output;
    }

    /// <summary>Starts a sample. The caller reads its streams.</summary>
    public static Process Start(string name, string? folder, params string[] arguments)
    {
        ProcessStartInfo start = App.Command(App.Built(name), arguments);
        if (folder is not null) start.WorkingDirectory = folder;
        return Process.Start(start)!;
    }
}
