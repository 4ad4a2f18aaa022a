using System.CommandLine;
using FlameScope.Cli;
using FlameScope.Cli.Commands;

(string Name, Func<string, Command> Create)[] commands =
[
    ("info", InfoCommand.Create),
    ("dump", DumpCommand.Create),
    ("heatmap", HeatmapCommand.Create),
    ("flamegraph", FlamegraphCommand.Create),
    ("flamechart", FlamechartCommand.Create),
    ("diff", DiffCommand.Create),
    ("top", TopCommand.Create),
    ("moments", MomentsCommand.Create),
    ("report", ReportCommand.Create),
    ("collapse", CollapseCommand.Create),
];
// Where the arguments start with a command and ask for no help, only it is made: all ten with their options, and the words of help, take 25 ms.
string? named = args.Length > 0 && Array.Exists(commands, c => c.Name == args[0]) && !Array.Exists(args, IsHelp) ? args[0] : null;
Command root = named is null
    ? new RootCommand("See when a program was busy, and with what: heat maps and flame graphs of perf profiles.")
    : new Command("flamescope");
foreach ((string name, Func<string, Command> create) in commands)
{
    if (named is null || named == name) root.Add(create(name));
}
return Application.Run(root, args);

static bool IsHelp(string argument) => argument is "--help" or "-h" or "-?" or "/h" or "/?";
