using System.CommandLine;
using FlameScope.Analysis;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope diff</c>: the difference between a range and a baseline.</summary>
internal sealed class DiffCommand : Command
{
    private const int DefaultLimit = 10;

    private readonly ProfileArgument _profile = new();
    private readonly FilterOptions _filter = new();
    private readonly TransformOptions _transforms = new();
    private readonly BaselineOptions _baseline = new();
    private readonly PictureOptions _picture = new(hasPalette: false, hasText: true);
    private readonly OutputOption _output = new();
    private readonly GroupingOption _by = GroupingOption.ByThreadName();

    private readonly Option<bool> _elided = new("--elided") { Description = "Show only the frames of the baseline that are missing in the range." };

    private readonly ChoiceOption<string> _format = ChoiceOption.Create(
        "--format",
        "What to write: a picture, FlameScope's JSON, folded stacks with two counts per line (the baseline's first), or the functions that explain the difference.",
        "svg", "json", "folded", "text");

    private readonly Option<int?> _limit = NumberOption.Whole(
        "--limit", "N", $"The maximum number of functions in text; the default is at most {DefaultLimit} that explain the difference.", minimum: 1);

    private readonly ChoiceOption<DiffNormalization> _normalize = new(
        "--normalize",
        "What the picture compares: shares of the total, rates per second, rates per CPU second, or counts.",
        ("total", DiffNormalization.Total), ("time", DiffNormalization.Time), ("cpu-time", DiffNormalization.CpuTime), ("none", DiffNormalization.None));

    private readonly ChoiceOption<DiffWidth> _widths = new(
        "--widths", "The side whose values are the widths of the picture.", ("target", DiffWidth.Target), ("baseline", DiffWidth.Baseline));

    private readonly ChoiceOption<string> _palette = ChoiceOption.Create("--palette", "The colors of more and less.", [.. DiffPalette.Names]);

    private readonly Option<bool> _reverse = new("--reverse") { Description = "Start stacks at the leaf, with callers above." };

    public DiffCommand(string name)
        : base(name, "Show the difference between a range and the whole profile, the rest of it, another range or another profile.")
    {
        Add(_profile);
        foreach (Option option in new Option[] { _elided, _format, _limit, _normalize, _widths, _reverse, _by, _palette, _output }) Add(option);
        _picture.AddTo(this);
        _baseline.AddTo(this);
        _transforms.AddTo(this);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        _baseline.Check(command, _profile, _filter);
        if (_format.Of(command) == "svg") _output.RefuseTerminal(command, "an SVG picture", "diff.svg");
        LoadedProfile loaded = _profile.Load(command);
        StackTransform transform = _transforms.Of(command);
        SampleSelection target = transform.Apply(_filter.Select(command, loaded));
        BaselineSamples baseline = _baseline.Select(command, loaded, _filter).Under(transform);
        if (_format.Of(command) == "text") WriteText(command, target, baseline, _filter.Weight(command, loaded));
        else WriteDiff(command, loaded, target, baseline);
    }

    private void WriteText(ParseResult command, SampleSelection target, BaselineSamples baseline, SampleWeight weight)
    {
        int? limit = command.GetValue(_limit);
        FunctionChanges changes = baseline.ChangesTo(target, weight, limit ?? DefaultLimit);
        FunctionChange[] rows = limit is { } maximum ? [.. changes.Rows.Take(maximum)] : [.. changes.Explanations];
        _output.WriteText(command, canvas => ChangesText.Draw(changes, rows, baseline.Name, canvas));
    }

    private void WriteDiff(ParseResult command, LoadedProfile loaded, SampleSelection target, BaselineSamples baseline)
    {
        bool isElided = command.GetValue(_elided);
        StackTreeDiff diff = Compare(command, loaded, target, baseline);
        _output.Write(command, _format.Of(command) switch
        {
            "json" when isElided => stream => FlameScopeJson.Write(diff, stream, new FlameScopeJsonDiffOptions { Elided = true }),
            "json" => stream => FlameScopeJson.Write(diff, stream),
            "folded" => stream => FoldedStacks.Write(diff, stream, new FoldedDiffOptions { ElidedOnly = isElided }),
            _ => stream => FlameGraphSvg.Write(diff, stream, new FlameGraphDiffOptions
            {
                Picture = _picture.Of(
                    command, $"{PictureSubtitle.Of(loaded, target.Range, diff.Target.SampleCount)} against {SafeText.Count(diff.Baseline.SampleCount, "sample")} of {baseline.Name}"),
                Palette = DiffPalette.Parse(_palette.Of(command)),
                Width = isElided ? DiffWidth.Elided : _widths.Of(command),
            }),
        });
    }

    private StackTreeDiff Compare(ParseResult command, LoadedProfile loaded, SampleSelection target, BaselineSamples baseline)
    {
        StackTreeOptions options = _by.Of(command, loaded) with
        {
            Weight = _filter.Weight(command, loaded),
            Reversed = command.GetValue(_reverse),
        };
        DiffNormalization normalization = _normalize.Of(command);
        try
        {
            // The rest of an empty range is all samples.
            return baseline.LessRange && !target.Range.IsEmpty
                ? StackTreeDiff.Compare(baseline.Samples, target.Range, Baseline.Rest, options, normalization)
                : StackTreeDiff.Compare(target, baseline.Samples, options, normalization);
        }
        catch (InvalidOperationException incomparable)
        {
            throw new InputException(loaded.Name, incomparable.Message, incomparable);
        }
    }
}
