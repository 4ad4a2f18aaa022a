using System.CommandLine;
using FlameScope.Cli;
using FlameScope.Cli.Commands;
using FlameScope.Cli.Options;

(string Name, Func<string, Command> Create)[] commands =
[
    ("info", name => new InfoCommand(name)),
    ("dump", name => new DumpCommand(name)),
    ("heatmap", name => new HeatmapCommand(name)),
    ("flamegraph", name => new FlamegraphCommand(name)),
    ("flamechart", name => new FlamechartCommand(name)),
    ("diff", name => new DiffCommand(name)),
    ("top", name => new TopCommand(name)),
    ("moments", name => new MomentsCommand(name)),
    ("report", name => new ReportCommand(name)),
    ("convert", name => new ConvertCommand(name)),
    ("ps", name => new PsCommand(name)),
    ("record", name => new RecordCommand(name)),
    ("serve", name => new ServeCommand(name)),
    ("dataset", name => new DatasetCommand(name)),
    ("sql", name => new SqlCommand(name)),
    ("formats", name => new FormatsCommand(name)),
    ("collapse", name => new CollapseCommand(name)),
    ("completion", name => new CompletionCommand(name)),
];
args = args switch
{
    ["help"] => ["--help"],
    ["help", var about] => [about, "--help"],
    ["-v"] => ["--version"],
    _ => args,
};
// Creating all commands with their options and the help takes 25 ms. If the first argument names a command, only that one is created.
string? named = args.Length > 0 && Array.Exists(commands, c => c.Name == args[0]) && !Array.Exists(args, IsHelp) ? args[0] : null;
Command root = named is null
    ? new RootCommand("Shows when a program was busy, and with what: heat maps and flame graphs of CPU profiles.")
    : new Command("flamescope");
ReadingOptions.AddTo(root);
ColorOption.AddTo(root);
foreach ((string name, Func<string, Command> create) in commands)
{
    if (named is null || named == name) root.Add(create(name));
}
return Completion.IsRequest(args) ? Completion.Write(root, args) : Application.Run(root, args);

static bool IsHelp(string argument) => argument is "--help" or "-h" or "-?" or "/h" or "/?";
