using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Runs the built console app, or the executable that the environment variable FLAMESCOPE_APP names, as a separate process.</summary>
internal static class App
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>The program that runs the app, and the arguments that precede those of the app.</summary>
    /// <remarks>The app runs from its own output folder, where its libraries are compiled ahead of time. It starts in half the time there.</remarks>
    public static string[] Words { get; } = TestEnvironment.App is { } app ? [app] : Dotnet(Repository.In(AppPath));

    private static string AppPath =>
        typeof(App).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "AppPath").Value!;

    /// <summary>Returns the command line of a program in the folder of the tests.</summary>
    public static string[] Built(string name) => Dotnet(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    /// <summary>Runs a command without input.</summary>
    public static AppResult Run(params string[] arguments) => RunWithInput([], arguments);

    /// <summary>Runs a command that must succeed, and returns its output.</summary>
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

    /// <summary>Writes the input of a started program and waits until the program ends.</summary>
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
        Assert.True(process.WaitForExit(Timeout), "the command does not end");
        return new AppResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a command. The caller reads its streams.</summary>
    public static Process Start(params string[] arguments) => Process.Start(Command(Words, arguments))!;

    // The dotnet host of this process, or else the one on the path.
    private static string[] Dotnet(string program) =>
        [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", "exec", program];

    /// <summary>Returns the start information of a command with all streams redirected.</summary>
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

/// <summary>The result of a command.</summary>
internal sealed record AppResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines on standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
