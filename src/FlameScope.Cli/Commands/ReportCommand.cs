using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope report</c>: the interactive report in a single file.</summary>
internal sealed class ReportCommand : Command
{
    private readonly ProfileArgument _profile = new();
    private readonly FilterOptions _filter = new(ofAllEvents: true); // The page starts with the default event.
    private readonly OutputOption _output = new();
    private readonly Option<int?> _rows = NumberOption.Whole("--rows", "N", "The initial number of rows per second; the default is 50.", minimum: 10, maximum: 100);
    private readonly ChoiceOption<StackGrouping> _by = new(
        "--by", "The initial groups at the first level.",
        ("comm", StackGrouping.ThreadName), ("pid", StackGrouping.Process), ("tid", StackGrouping.Thread), ("none", StackGrouping.None));

    private readonly ChoiceOption<string> _palette = ChoiceOption.Create("--palette", "The initial colors of the heat map.", [.. ColorScale.Names]);
    private readonly Option<string?> _title = PatternOption.Text("--title", "T", "The title; the default is the name of the profile.");
    private readonly Option<bool> _noHeader = new("--no-header") { Description = "Omit the host, the command line and the other metadata of the recording." };

    private readonly Option<string?> _baseline = PatternOption.Text(
        BaselineOptions.Name, "PROFILE2", "Another profile to compare with. The report has both, each with its heat map; the filter applies to both.");

    private readonly RangeOptions _baselineRange = new(
        "--baseline-from", "Start of the range of the other profile, in its seconds.", "--baseline-to", "End of the range of the other profile, exclusive.");

    private readonly Option<bool> _noMoments = new("--no-moments") { Description = "Do not find and mark the moments that stand out." };

    public ReportCommand(string name)
        : base(name, "Write one HTML file with the heat map and the flame graph of any range selected on it. It contains the samples that match the filter.")
    {
        Add(_profile);
        foreach (Option option in new Option[] { _rows, _by, _palette, _title, _noHeader, _noMoments, _baseline, _output }) Add(option);
        _baselineRange.AddTo(this);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        string? path = command.GetValue(_baseline);
        if (path is null && _baselineRange.IsGiven(command)) throw new UsageException("--baseline-from and --baseline-to require --baseline");
        if (path == "-" && _profile.IsStandardInput(command)) throw new UsageException("only one of the two profiles can be standard input");
        _output.RefuseTerminal(command, "an HTML page", "report.html");
        LoadedProfile loaded = _profile.Load(command);
        SampleSelection selection = _filter.SelectWithIdle(command, loaded);
        LoadedProfile? other = path is null ? null : ProfileArgument.Load(command, path);
        if (other is not null && _filter.HasWeight(command)) FilterOptions.CheckWeight(_filter.Weight(command, loaded), other);
        var options = new HtmlReportOptions
        {
            Title = command.GetValue(_title) ?? Path.GetFileName(loaded.Name),
            Rows = command.GetValue(_rows) ?? 50,
            ColorScale = ColorScale.Parse(_palette.Of(command)),
            Weight = _filter.Weight(command, loaded),
            Grouping = command.GetResult(_by) is not { Implicit: false } && !GroupingOption.HasThreadNames(loaded.Profile) ? StackGrouping.None : _by.Of(command),
            IncludeIdle = _filter.IncludesIdle(command),
            IncludeHeader = !command.GetValue(_noHeader),
            Moments = command.GetValue(_noMoments) ? [] : ReportMoments.Find(loaded.Profile, _filter.Filter(command, loaded)),
            Baseline = other is null ? null : _filter.SelectWithIdle(command, other, _baselineRange.Of(command, other)),
            BaselineTitle = other is null ? null : Path.GetFileName(other.Name),
        };
        _output.Write(command, stream => Write(loaded, other, selection, stream, options));
    }

    private static void Write(LoadedProfile loaded, LoadedProfile? other, SampleSelection selection, Stream stream, HtmlReportOptions options)
    {
        try
        {
            HtmlReport.Write(selection, stream, options);
        }
        catch (InvalidOperationException span) when (IsTooLong(loaded.Profile))
        {
            throw new InputException(loaded.Name, "the samples span more than 104 days, the maximum for the report: give --from and --to", span);
        }
        catch (InvalidOperationException span) when (other is not null && IsTooLong(other.Profile))
        {
            throw new InputException(other.Name, "the samples span more than 104 days, the maximum for the report: give --baseline-from and --baseline-to", span);
        }
    }

    private static bool IsTooLong(Profile profile) => profile.HasTimes && (Int128)profile.LastTime!.Value - profile.Origin >= 1L << 53;
}
