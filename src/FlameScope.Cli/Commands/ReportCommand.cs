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

    private readonly Option<bool> _noMoments = new("--no-moments") { Description = "Do not find and mark the moments that stand out." };

    public ReportCommand(string name)
        : base(name, "Write one HTML file with the heat map and the flame graph of any range selected on it. It contains the samples that match the filter.")
    {
        Add(_profile);
        foreach (Option option in new Option[] { _rows, _by, _palette, _title, _noHeader, _noMoments, _output }) Add(option);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        LoadedProfile loaded = _profile.Load(command);
        SampleSelection selection = _filter.SelectWithIdle(command, loaded);
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
        };
        _output.Write(command, stream => Write(loaded, selection, stream, options));
    }

    private static void Write(LoadedProfile loaded, SampleSelection selection, Stream stream, HtmlReportOptions options)
    {
        try
        {
            HtmlReport.Write(selection, stream, options);
        }
        catch (InvalidOperationException span) when (loaded.Profile.HasTimes && (Int128)loaded.Profile.LastTime!.Value - loaded.Profile.Origin >= 1L << 53)
        {
            throw new InputException(loaded.Name, "the samples span more than 104 days, the maximum for the report: give --from and --to", span);
        }
    }
}
