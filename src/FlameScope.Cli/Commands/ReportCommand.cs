using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope report</c>: the interactive single file.</summary>
internal static class ReportCommand
{
    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        Option<int?> rows = NumberOption.Whole("--rows", "N", "Rows a second at first; 50 without this.", minimum: 10, maximum: 100);
        Option<string> by = ChoiceOption.Create("--by", "What stands at the first level at first.", "comm", "pid", "tid", "none");
        Option<string> palette = ChoiceOption.Create("--palette", "The colours of the heat map at first.", [.. ColorScale.Names]);
        Option<string?> title = PatternOption.Text("--title", "T", "The title; the name of the profile without this.");
        var noHeader = new Option<bool>("--no-header") { Description = "Leave out host, command line and whatever else the recording says about itself." };
        var output = new OutputOption();
        var command = new Command(name, "One HTML file with the heat map, and the flame graph of whatever is picked on it. It holds the samples that the filters take.")
        {
            profile, rows, by, palette, title, noHeader, output,
        };
        filter.AddTo(command);
        command.SetAction(result =>
        {
            LoadedProfile loaded = profile.Load(result);
            var options = new HtmlReportOptions
            {
                Title = result.GetValue(title) ?? Path.GetFileName(loaded.Name),
                Rows = result.GetValue(rows) ?? 50,
                ColorScale = ColorScale.Parse(result.GetValue(palette)!),
                Weight = filter.Weight(result),
                Grouping = Enum.Parse<StackGrouping>(result.GetValue(by)!, ignoreCase: true),
                IncludeIdle = filter.IncludesIdle(result),
                IncludeHeader = !result.GetValue(noHeader),
            };
            SampleSelection selection = filter.SelectWithIdle(result, loaded);
            output.Write(result, stream => Write(loaded, selection, stream, options));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(LoadedProfile loaded, SampleSelection selection, Stream stream, HtmlReportOptions options)
    {
        try
        {
            HtmlReport.Write(selection, stream, options);
        }
        catch (InvalidOperationException span) when (loaded.Profile.HasTimes && (Int128)loaded.Profile.LastTime!.Value - loaded.Profile.Origin >= 1L << 53)
        {
            throw new InputException(loaded.Name, "the samples span more than 104 days, too many nanoseconds for a browser: give --from and --to", span);
        }
    }
}
