using System.CommandLine;
using FlameScope.Analysis;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope diff</c>: what is different in a range.</summary>
internal static class DiffCommand
{
    private const int DefaultLimit = 10;

    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        var transforms = new TransformOptions();
        var baseline = new BaselineOptions();
        var elided = new Option<bool>("--elided") { Description = "What is gone: the baseline's frames that the range lacks." };
        Option<string> format = ChoiceOption.Create(
            "--format",
            "What to write; text has the functions that explain the difference, json has FlameScope's formula, folded has two counts a line, the baseline's first.",
            "svg", "json", "folded", "text");
        Option<int?> limit = NumberOption.Whole(
            "--limit", "N", $"The most functions that text shows; without this at most {DefaultLimit}, and only those that explain the difference.", minimum: 1);
        Option<string> normalize = ChoiceOption.Create(
            "--normalize", "What the picture compares: shares of the total, rates a second, rates a CPU second, or plain counts.", "total", "time", "cpu-time", "none");
        Option<string> widths = ChoiceOption.Create("--widths", "Whose values the picture's widths show.", "target", "baseline");
        var icicle = new Option<bool>("--icicle") { Description = "The root at the top." };
        var reverse = new Option<bool>("--reverse") { Description = "Stacks from the leaf: what ran first, its callers above." };
        Option<string> by = ChoiceOption.Create("--by", "What stands at the first level.", "comm", "pid", "tid", "none");
        Option<string> palette = ChoiceOption.Create("--palette", "The colours of more and less.", [.. DiffPalette.Names]);
        Option<string?> title = PatternOption.Text("--title", "T", "The title of the picture.");
        var output = new OutputOption();
        var command = new Command(name, "What is different in a range: compared with the whole profile, the rest of it, another range or another profile.")
        {
            profile, elided, format, limit, normalize, widths, icicle, reverse, by, palette, title, output,
        };
        baseline.AddTo(command);
        transforms.AddTo(command);
        filter.AddTo(command);
        command.SetAction(result =>
        {
            baseline.Check(result, profile, filter);
            LoadedProfile loaded = profile.Load(result);
            StackTransform transform = transforms.Of(result);
            SampleSelection target = transform.Apply(filter.Select(result, loaded));
            Baseline other = baseline.Select(result, loaded, filter).Under(transform);
            if (result.GetValue(format) == "text")
            {
                FunctionChanges changes = other.ChangesTo(target, filter.Weight(result), result.GetValue(limit) ?? DefaultLimit);
                IEnumerable<FunctionChange> rows = result.GetValue(limit) is { } most ? changes.Rows.Take(most) : changes.Leading;
                byte[] text = TextTarget.Detect(output.IsStandardOutput(result)).Draw(canvas => ChangesText.Draw(changes, [.. rows], other.Name, canvas));
                output.Write(result, stream => stream.Write(text));
                return ExitCode.Success;
            }
            var options = new StackTreeOptions
            {
                Grouping = Enum.Parse<StackGrouping>(result.GetValue(by)!, ignoreCase: true),
                Weight = filter.Weight(result),
                Reversed = result.GetValue(reverse),
            };
            bool isElided = result.GetValue(elided);
            StackTreeDiff diff = Compare(loaded, target, other, options, Normalization(result.GetValue(normalize)!));
            output.Write(result, result.GetValue(format) switch
            {
                "json" when isElided => stream => FlameScopeJson.Write(diff, stream, new FlameScopeJsonDiffOptions { Elided = true }),
                "json" => stream => FlameScopeJson.Write(diff, stream),
                "folded" => stream => FoldedStacks.Write(diff, stream, new FoldedDiffOptions { ElidedOnly = isElided }),
                _ => stream => FlameGraphSvg.Write(diff, stream, new FlameGraphDiffOptions
                {
                    Picture = new FlameGraphSvgOptions
                    {
                        Title = result.GetValue(title),
                        Subtitle = $"{PictureSubtitle.Of(loaded, target.Range, target.Count)} against {SafeText.Count(diff.Baseline.SampleCount, "sample")} of {other.Name}",
                        Icicle = result.GetValue(icicle),
                    },
                    Palette = DiffPalette.Parse(result.GetValue(palette)!),
                    Width = isElided ? DiffWidth.Elided : Enum.Parse<DiffWidth>(result.GetValue(widths)!, ignoreCase: true),
                }),
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static DiffNormalization Normalization(string word) => word switch
    {
        "time" => DiffNormalization.Time,
        "cpu-time" => DiffNormalization.CpuTime,
        "none" => DiffNormalization.None,
        _ => DiffNormalization.Total,
    };

    private static StackTreeDiff Compare(
        LoadedProfile loaded, SampleSelection target, Baseline baseline, StackTreeOptions options, DiffNormalization normalization)
    {
        try
        {
            return baseline.LessRange
                ? StackTreeDiff.AgainstRest(baseline.Samples, target.Range, options, normalization)
                : StackTreeDiff.Between(target, baseline.Samples, options, normalization);
        }
        catch (InvalidOperationException incomparable)
        {
            throw new InputException(loaded.Name, incomparable.Message, incomparable);
        }
    }
}
