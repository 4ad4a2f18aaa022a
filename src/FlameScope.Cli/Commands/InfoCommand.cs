using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope info</c>: a summary of a profile.</summary>
internal sealed class InfoCommand : Command
{
    private readonly ProfileArgument _profile = new();
    private readonly Option<bool> _json = new("--json") { Description = "Write one JSON object." };
    private readonly OutputOption _output = new();

    public InfoCommand(string name)
        : base(name, "Summarize a profile: samples, time, events, threads, and what could not be read.")
    {
        Add(_profile);
        Add(_json);
        Add(_output);
        TextWidthOption.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        var summary = ProfileSummary.Of(_profile.Load(command));
        if (command.GetValue(_json)) _output.Write(command, stream => InfoJson.Write(summary, stream));
        else _output.WriteText(command, canvas => InfoText.Draw(summary, canvas));
    }
}
