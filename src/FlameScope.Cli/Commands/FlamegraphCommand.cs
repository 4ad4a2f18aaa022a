using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope flamegraph</c>: the stacks of a range as a picture or data.</summary>
internal static class FlamegraphCommand
{
    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        var transforms = new TransformOptions();
        Option<string> format = ChoiceOption.Create("--format", "What to write.", "svg", "json", "folded");
        var icicle = new Option<bool>("--icicle") { Description = "The root at the top." };
        var reverse = new Option<bool>("--reverse") { Description = "Stacks from the leaf: what ran first, its callers above." };
        Option<string> by = ChoiceOption.Create("--by", "What stands at the first level.", "comm", "pid", "tid", "none");
        Option<string> palette = ChoiceOption.Create("--palette", "The colours of the picture.", [.. Palette.Names]);
        Option<string?> title = PatternOption.Text("--title", "T", "The title of the picture.");
        var output = new OutputOption();
        var command = new Command(name, "The stacks of a range, or of the whole profile, as a flame graph.")
        {
            profile, format, icicle, reverse, by, palette, title, output,
        };
        transforms.AddTo(command);
        filter.AddTo(command);
        command.SetAction(result =>
        {
            LoadedProfile loaded = profile.Load(result);
            StackTree tree = StackTree.From(transforms.Of(result).Apply(filter.Select(result, loaded)), new StackTreeOptions
            {
                Grouping = Enum.Parse<StackGrouping>(result.GetValue(by)!, ignoreCase: true),
                Weight = filter.Weight(result),
                Reversed = result.GetValue(reverse),
            });
            output.Write(result, result.GetValue(format) switch
            {
                "json" => stream => FlameScopeJson.Write(tree, stream),
                "folded" => stream => FoldedStacks.Write(tree, stream),
                _ => stream => FlameGraphSvg.Write(tree, stream, new FlameGraphSvgOptions
                {
                    Title = result.GetValue(title),
                    Subtitle = PictureSubtitle.Of(loaded, tree.Range, tree.SampleCount),
                    Icicle = result.GetValue(icicle),
                    Palette = Palette.Parse(result.GetValue(palette)!),
                }),
            });
            return ExitCode.Success;
        });
        return command;
    }
}
