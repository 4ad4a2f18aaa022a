using System.CommandLine;
using FlameScope.Parsing;

namespace FlameScope.Cli.Options;

/// <summary>The options that choose where the names of functions are searched for recordings that have only addresses.</summary>
internal static class SymbolOptions
{
    private static readonly Option<string[]> Folders = new("--symbols")
    {
        HelpName = "FOLDER",
        Description = "Search symbols of perf.data in a folder too; may be repeated.",
        Recursive = true,
    };

    private static readonly Option<bool> NoSystem = new("--no-system-symbols")
    {
        Description = "Do not read files of this machine that perf.data names.",
        Recursive = true,
    };

    /// <summary>Adds the options to all commands below a command.</summary>
    public static void AddTo(Command root)
    {
        root.Add(Folders);
        root.Add(NoSystem);
    }

    /// <summary>Returns the reader of perf.data with these options.</summary>
    public static PerfDataReader CreateReader(ParseResult command) =>
        new() { SymbolFolders = command.GetValue(Folders) ?? [], UseSystemSymbols = !command.GetValue(NoSystem) };
}
