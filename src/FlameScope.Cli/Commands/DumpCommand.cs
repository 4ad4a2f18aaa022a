using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope dump</c>: one JSON object per sample, in time order.</summary>
internal sealed class DumpCommand : Command
{
    private readonly ProfileArgument _profile = new();
    private readonly FilterOptions _filter = new(ofAllEvents: true); // The lines name their event.
    private readonly OutputOption _output = new();

    public DumpCommand(string name)
        : base(name, "Print one JSON object per sample, in time order, with the leaf frame first.")
    {
        Add(_profile);
        Add(_output);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        SampleSelection selection = _filter.Select(command, _profile.Load(command));
        _output.Write(command, stream => new SampleJsonWriter(selection.Profile, stream).Write(selection));
    }
}
