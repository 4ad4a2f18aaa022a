using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope flamechart</c>: what one thread did, in time order.</summary>
internal static class FlamechartCommand
{
    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        var icicle = new Option<bool>("--icicle") { Description = "The root at the top." };
        Option<string> palette = ChoiceOption.Create("--palette", "The colours of the picture.", [.. Palette.Names]);
        Option<string?> title = PatternOption.Text("--title", "T", "The title of the picture.");
        var output = new OutputOption();
        var command = new Command(name, "What one thread (--tid N) did in a range, from left to right in time, as a picture.")
        {
            profile, icicle, palette, title, output,
        };
        filter.AddTo(command);
        command.SetAction(result =>
        {
            int tid = filter.Tid(result) ?? throw new UsageException("flamechart shows one thread: --tid N is needed");
            LoadedProfile loaded = profile.Load(result);
            if (loaded.Profile is { HasTimes: false, Samples.Count: > 0 }) throw new InputException(loaded.Name, "no sample has a time: there is no order to show");
            SampleSelection selection = filter.Select(result, loaded);
            FlameChart chart = FlameChart.From(selection, tid);
            output.Write(result, stream => FlameChartSvg.Write(chart, stream, new FlameGraphSvgOptions
            {
                Title = result.GetValue(title),
                Subtitle = PictureSubtitle.Of(loaded, selection.Range, chart.SampleCount),
                Icicle = result.GetValue(icicle),
                Palette = Palette.Parse(result.GetValue(palette)!),
            }));
            return ExitCode.Success;
        });
        return command;
    }
}
