using System.CommandLine;
using FlameScope.Analysis;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope top</c>: the functions that ran most.</summary>
internal static class TopCommand
{
    private const int DefaultLimit = 30;

    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        var transforms = new TransformOptions();
        var baseline = new BaselineOptions("none without this");
        Option<int?> limit = NumberOption.Whole("--limit", "N", $"The most functions to show, of each group if there are groups; {DefaultLimit} without this.", minimum: 1);
        Option<string> by = ChoiceOption.Create("--by", "A table for each name of a thread, process or thread.", "none", "comm", "pid", "tid");
        var json = new Option<bool>("--json") { Description = "As one JSON object." };
        var output = new OutputOption();
        var command = new Command(name, "The functions that ran most: self and total values, most self first; with a baseline also how they changed.")
        {
            profile, limit, by, json, output,
        };
        baseline.AddTo(command);
        transforms.AddTo(command);
        filter.AddTo(command);
        command.SetAction(result =>
        {
            bool hasBaseline = baseline.IsGiven(result);
            if (hasBaseline) baseline.Check(result, profile, filter);
            var grouping = GroupingName.Parse(result.GetValue(by)!);
            if (hasBaseline && grouping != StackGrouping.None) throw new UsageException("--by and a baseline do not go together: pick one thread by --comm, --pid or --tid");

            LoadedProfile loaded = profile.Load(result);
            StackTransform transform = transforms.Of(result);
            SampleSelection samples = transform.Apply(filter.Select(result, loaded));
            int most = result.GetValue(limit) ?? DefaultLimit;
            if (hasBaseline)
            {
                Baseline other = baseline.Select(result, loaded, filter).Under(transform);
                FunctionChanges changes = other.ChangesTo(samples, filter.Weight(result), leading: 0);
                FunctionChange[] rows = [.. changes.Rows.OrderByDescending(r => r.Self.Target).ThenByDescending(r => r.Total.Target).Take(most)];
                Write(result, stream => TopJson.Write(changes, rows, stream), canvas => TopChangesText.Draw(changes, rows, other.Name, canvas));
                return ExitCode.Success;
            }
            StackTree tree = StackTree.From(samples, new StackTreeOptions { Grouping = grouping, Weight = filter.Weight(result) });
            if (grouping == StackGrouping.None)
            {
                var table = FunctionTable.From(tree);
                int count = Math.Min(most, table.Rows.Count);
                Write(result, stream => TopJson.Write(table, count, stream), canvas => TopText.Draw(table, count, canvas));
            }
            else
            {
                IReadOnlyList<FunctionGroup> groups = FunctionTable.GetGroups(tree);
                Write(result, stream => TopJson.Write(groups, most, tree, stream), canvas => TopText.Draw(groups, most, tree.Weight, canvas));
            }
            return ExitCode.Success;
        });
        return command;

        void Write(ParseResult result, Action<Stream> writeJson, Action<TextCanvas> draw)
        {
            if (result.GetValue(json))
            {
                output.Write(result, writeJson);
                return;
            }
            byte[] text = TextTarget.Detect(output.IsStandardOutput(result)).Draw(draw);
            output.Write(result, stream => stream.Write(text));
        }
    }
}
