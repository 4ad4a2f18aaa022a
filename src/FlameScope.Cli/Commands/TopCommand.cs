using System.CommandLine;
using FlameScope.Analysis;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope top</c>: the functions with the most samples.</summary>
internal sealed class TopCommand : Command
{
    private const int DefaultLimit = 30;

    private readonly ProfileArgument _profile = new();
    private readonly FilterOptions _filter = new();
    private readonly TransformOptions _transforms = new();
    private readonly BaselineOptions _baseline = new("the default is none");
    private readonly OutputOption _output = new();

    private readonly Option<int?> _limit = NumberOption.Whole(
        "--limit", "N", $"The maximum number of functions, per group if there are groups; the default is {DefaultLimit}.", minimum: 1);

    private readonly GroupingOption _by = GroupingOption.Ungrouped("One table, or one per thread name, process, thread, or value of a label.");
    private readonly Option<bool> _json = new("--json") { Description = "Write one JSON object." };

    public TopCommand(string name)
        : base(name, "List functions with their self and total values, by self value; with a baseline also how they changed.")
    {
        Add(_profile);
        foreach (Option option in new Option[] { _limit, _by, _json, _output }) Add(option);
        _baseline.AddTo(this);
        _transforms.AddTo(this);
        _filter.AddTo(this);
        TextWidthOption.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        bool hasBaseline = _baseline.IsGiven(command);
        if (hasBaseline) _baseline.Check(command, _profile, _filter);
        if (hasBaseline && _by.HasGroups(command))
            throw new UsageException("--by and --baseline cannot be combined: select one thread or process with --comm, --pid or --tid");

        LoadedProfile loaded = _profile.Load(command);
        StackTransform transform = _transforms.Of(command);
        SampleSelection samples = transform.Apply(_filter.Select(command, loaded));
        SampleWeight weight = _filter.Weight(command, loaded);
        int limit = command.GetValue(_limit) ?? DefaultLimit;
        if (hasBaseline) WriteChanges(command, samples, _baseline.Select(command, loaded, _filter).Under(transform), weight, limit);
        else WriteFunctions(command, samples, _by.Of(command, loaded) with { Weight = weight }, limit);
    }

    private void WriteChanges(ParseResult command, SampleSelection target, BaselineSamples baseline, SampleWeight weight, int limit)
    {
        FunctionChanges changes = baseline.ChangesTo(target, weight, maximumExplanations: 0);
        FunctionChange[] rows = [.. changes.Rows.OrderByDescending(r => r.Self.Target).ThenByDescending(r => r.Total.Target).Take(limit)];
        Write(command, stream => TopJson.Write(changes, rows, stream), canvas => TopChangesText.Draw(changes, rows, baseline.Name, canvas));
    }

    private void WriteFunctions(ParseResult command, SampleSelection samples, StackTreeOptions options, int limit)
    {
        StackTree tree = StackTree.From(samples, options);
        if (options is { Grouping: StackGrouping.None, GroupingLabel: null })
        {
            var table = FunctionTable.From(tree);
            int count = Math.Min(limit, table.Rows.Count);
            Write(command, stream => TopJson.Write(table, count, stream), canvas => TopText.Draw(table, count, canvas));
        }
        else
        {
            IReadOnlyList<FunctionGroup> groups = FunctionTable.GetGroups(tree);
            Write(command, stream => TopJson.Write(groups, limit, tree, stream), canvas => TopText.Draw(groups, limit, tree, canvas));
        }
    }

    private void Write(ParseResult command, Action<Stream> writeJson, Action<TextCanvas> drawText)
    {
        if (command.GetValue(_json)) _output.Write(command, writeJson);
        else _output.WriteText(command, drawText);
    }
}
