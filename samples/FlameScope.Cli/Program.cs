using System.CommandLine;
using FlameScope.Cli;
using FlameScope.Cli.Commands;

return Application.Run(
    new RootCommand("See when a program was busy, and with what: heat maps and flame graphs of perf profiles.")
    {
        InfoCommand.Create(),
        DumpCommand.Create(),
        HeatmapCommand.Create(),
        FlamegraphCommand.Create(),
        FlamechartCommand.Create(),
        DiffCommand.Create(),
        TopCommand.Create(),
        MomentsCommand.Create(),
        ReportCommand.Create(),
        CollapseCommand.Create(),
    },
    args);
