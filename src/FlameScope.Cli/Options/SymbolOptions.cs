using System.CommandLine;
using FlameScope.Parsing;

namespace FlameScope.Cli.Options;

/// <summary>The options that choose where the names of functions are searched for recordings that have only addresses.</summary>
internal static class SymbolOptions
{
    private static readonly Option<string[]> s_folders = new("--symbols")
    {
        HelpName = "FOLDER",
        Description = "Search symbols of perf.data in a folder too; may be repeated.",
        Recursive = true,
    };

    private static readonly Option<bool> s_noSystem = new("--no-system-symbols")
    {
        Description = "Do not read files of this machine that perf.data names.",
        Recursive = true,
    };

    /// <summary>Adds the options to all commands below a command.</summary>
    public static void AddTo(Command root)
    {
        root.Add(s_folders);
        root.Add(s_noSystem);
    }

    /// <summary>Returns the reader of perf.data with these options.</summary>
    public static PerfDataReader CreateReader(ParseResult command) =>
        new() { SymbolFolders = command.GetValue(s_folders) ?? [], UseSystemSymbols = !command.GetValue(s_noSystem) };
}
