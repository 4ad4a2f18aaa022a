using System.CommandLine;
using FlameScope.Cli.Text;

namespace FlameScope.Cli;

/// <summary>Everything that is said on standard error, a line each. Names in it come from files and act on no terminal.</summary>
internal static class ErrorReporting
{
    private const string Prefix = "flamescope: ";

    /// <summary>Says something worth knowing about a result that is there.</summary>
    public static void Note(string message) => Console.Error.WriteLine(Prefix + SafeText.Clean(message));

    /// <summary>Says why there is no result.</summary>
    public static int Fail(string message)
    {
        Note(message);
        return ExitCode.Failure;
    }

    /// <summary>Says what is wrong with the command line, and where to read on.</summary>
    public static int Usage(IEnumerable<string> messages, Command command)
    {
        foreach (string message in messages) Note(message);
        string name = command is RootCommand ? "flamescope" : $"flamescope {command.Name}";
        Console.Error.WriteLine($"Try '{name} --help'.");
        return ExitCode.Usage;
    }
}
