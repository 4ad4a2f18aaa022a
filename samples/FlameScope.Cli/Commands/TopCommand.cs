using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.FlameGraph;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope top</c>: the functions that ran most.</summary>
internal static class TopCommand
{
    private const int DefaultLimit = 30;

    public static Command Create()
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        Option<int?> limit = NumberOption.Whole("--limit", "N", $"The most functions to show; {DefaultLimit} without this.", minimum: 1);
        var json = new Option<bool>("--json") { Description = "As one JSON object." };
        var output = new OutputOption();
        var command = new Command("top", "The functions that ran most: self and total values, most self first.") { profile, limit, json, output };
        filter.AddTo(command);
        command.SetAction(result =>
        {
            StackTree tree = StackTree.From(
                filter.Select(result, profile.Load(result)),
                new StackTreeOptions { Grouping = StackGrouping.None, Weight = filter.Weight(result) });
            var table = FunctionTable.From(tree);
            int count = Math.Min(result.GetValue(limit) ?? DefaultLimit, table.Rows.Count);
            if (result.GetValue(json))
            {
                output.Write(result, stream => TopJson.Write(table, count, stream));
                return ExitCode.Success;
            }
            byte[] text = TextTarget.Detect(output.IsStandardOutput(result)).Draw(console => TopText.Draw(table, count, console));
            output.Write(result, stream => stream.Write(text));
            return ExitCode.Success;
        });
        return command;
    }
}
