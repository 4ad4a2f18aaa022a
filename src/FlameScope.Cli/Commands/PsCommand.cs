using System.CommandLine;
using System.Globalization;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.DotNet;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope ps</c>: the .NET processes that can be recorded.</summary>
internal sealed class PsCommand : Command
{
    private readonly OutputOption _output = new();

    public PsCommand(string name)
        : base(name, "List the .NET processes that can be recorded.")
    {
        Add(_output);
        TextWidthOption.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        var table = new TextTable(TextColumn.Number(2), new TextColumn(0, 2), new TextColumn(0, 0, Excess: TextExcess.IsCut));
        table.AddHead("pid", "name", "command line");
        foreach (DotNetProcess process in DotNetRecorder.GetProcesses().Where(process => process.Id != Environment.ProcessId))
        {
            table.Add(
                new TextCell(process.Id.ToString(CultureInfo.InvariantCulture)),
                new TextCell(SafeText.Clean(process.Name)),
                new TextCell(SafeText.Clean(process.CommandLine), TextStyle.Faint));
        }
        _output.WriteText(command, canvas => canvas.Write(table));
    }
}
