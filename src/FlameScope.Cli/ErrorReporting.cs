using System.CommandLine;
using FlameScope.Cli.Text;

namespace FlameScope.Cli;

/// <summary>
/// Writes messages to standard error, one per line. Names that come from files are cleaned first, so that they cannot control the terminal.
/// </summary>
internal static class ErrorReporting
{
    private const string Prefix = "flamescope: ";

    /// <summary>Writes a note about a result.</summary>
    public static void Note(string message) => Console.Error.WriteLine(Prefix + SafeText.Clean(message));

    /// <summary>Writes why there is no result, and returns the exit code.</summary>
    public static int Fail(string message)
    {
        Note(message);
        return ExitCode.Failure;
    }

    /// <summary>Writes what is wrong with the command line and how to get help, and returns the exit code.</summary>
    public static int Usage(IEnumerable<string> messages, Command command)
    {
        foreach (string message in messages) Note(message);
        string name = command is RootCommand ? "flamescope" : $"flamescope {command.Name}";
        Console.Error.WriteLine($"Try '{name} --help'.");
        return ExitCode.Usage;
    }
}
