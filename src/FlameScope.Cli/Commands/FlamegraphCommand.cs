using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.FlameGraph;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope flamegraph</c>: the stacks of a range as a picture or data.</summary>
internal sealed class FlamegraphCommand : Command
{
    private readonly Option<string?> _folded = ProfileArgument.Instead(
        "--folded", "Instead of a profile, lines of a folded stack and a count, even if there is only one frame; - for standard input.");

    private readonly ProfileArgument _profile;
    private readonly FilterOptions _filter = new();
    private readonly TransformOptions _transforms = new();
    private readonly PictureOptions _picture = new();
    private readonly OutputOption _output = new();
    private readonly GroupingOption _by = GroupingOption.ByThreadName();
    private readonly ChoiceOption<string> _format = ChoiceOption.Create("--format", "What to write.", "svg", "json", "folded");
    private readonly Option<bool> _reverse = new("--reverse") { Description = "Start stacks at the leaf, with callers above." };

    public FlamegraphCommand(string name)
        : base(name, "Draw the stacks of a range, or of the whole profile, as a flame graph.")
    {
        _profile = new ProfileArgument(_folded);
        Add(_profile);
        foreach (Option option in new Option[] { _folded, _format, _reverse, _by, _output }) Add(option);
        _picture.AddTo(this);
        _transforms.AddTo(this);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        if (_format.Of(command) == "svg") _output.RefuseTerminal(command, "an SVG picture", "flamegraph.svg");
        LoadedProfile loaded = command.GetValue(_folded) is { } folded
            ? ProfileArgument.Load(folded, ReadingOptions.Of(command) with { Format = "folded" })
            : _profile.Load(command);
        StackTreeOptions groups = _format.Of(command) == "svg" ? _by.OfPicture(command, loaded) : _by.Of(command, loaded);
        StackTree tree = StackTree.From(_transforms.Apply(command, loaded, _filter.Select(command, loaded)), groups with
        {
            Weight = _filter.Weight(command, loaded),
            Reversed = command.GetValue(_reverse),
        });
        _output.Write(command, _format.Of(command) switch
        {
            "json" => stream => FlameScopeJson.Write(tree, stream),
            "folded" => stream => FoldedStacks.Write(tree, stream),
            _ => stream => FlameGraphSvg.Write(tree, stream, _picture.Of(command, PictureSubtitle.Of(loaded, tree.Range, tree.SampleCount))),
        });
    }
}
