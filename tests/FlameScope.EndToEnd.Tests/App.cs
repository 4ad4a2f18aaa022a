using System.Diagnostics;
using System.Text;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Runs the built console app as a user does, or the executable that the environment variable FLAMESCOPE_APP names.</summary>
internal static class App
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The app: a program, and the arguments it needs before any of ours.</summary>
    public static string[] Words { get; } = TestEnvironment.App is { } app ? [app] : Built("flamescope");

    /// <summary>How a program is started that was built beside the tests: with the dotnet that started this process, else the one on the path.</summary>
    public static string[] Built(string name) =>
        [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, name + ".dll")];

    /// <summary>Runs a command without input.</summary>
    public static AppResult Run(params string[] arguments) => RunWithInput([], arguments);

    /// <summary>Runs a command that must succeed and gives what it printed.</summary>
    public static string Print(params string[] arguments)
    {
        AppResult result = Run(arguments);
        Assert.True(result.ExitCode == 0, $"flamescope {string.Join(' ', arguments)}: exit {result.ExitCode}: {result.Error}");
        return result.Output;
    }

    /// <summary>Runs a command with bytes on its standard input.</summary>
    public static AppResult RunWithInput(byte[] input, params string[] arguments)
    {
        using Process process = Start(arguments);
        return Finish(process, input);
    }

    /// <summary>Gives a started program its input and waits for its end.</summary>
    public static AppResult Finish(Process process, byte[] input)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended without reading its input.
        }
        Assert.True(process.WaitForExit(Patience), "the command does not end");
        return new AppResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a command whose streams the caller reads.</summary>
    public static Process Start(params string[] arguments) => Process.Start(Command(Words, arguments))!;

    /// <summary>A command with all its streams in the caller's hands.</summary>
    public static ProcessStartInfo Command(string[] words, params string[] arguments) => new(words[0], [.. words[1..], .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
        StandardErrorEncoding = Encoding.UTF8,
        UseShellExecute = false,
    };
}

/// <summary>What a command left behind.</summary>
internal sealed record AppResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines on standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
