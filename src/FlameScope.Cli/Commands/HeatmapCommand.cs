using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope heatmap</c>: when within each second the samples fell.</summary>
internal static class HeatmapCommand
{
    private const int DefaultRows = 50;

    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        Option<int?> rows = NumberOption.Whole(
            "--rows", "N", $"Rows a second; {DefaultRows} without this, or what fits the terminal.", minimum: 1, maximum: HeatmapOptions.MaximumRows);
        Option<string> format = ChoiceOption.Create("--format", "What to write.", "text", "json", "csv", "svg");
        Option<string?> palette = PatternOption.Text("--palette", "NAME", $"The colours: {string.Join(", ", ColorScale.Names)}.");
        palette.Validators.Add(HeatmapColors.Validate);
        Option<string> color = ChoiceOption.Create("--color", "Whether text has colours.", "auto", "always", "never");
        var output = new OutputOption();
        var command = new Command(name, "When the samples fell: a column a second, and up each column the time within it.")
        {
            profile, rows, format, palette, color, output,
        };
        filter.AddTo(command);
        command.SetAction(result =>
        {
            bool isText = result.GetValue(format) == "text";
            TextTarget target = TextTarget.Detect(output.IsStandardOutput(result), result.GetValue(color));
            LoadedProfile loaded = profile.Load(result);
            SubsecondHeatmap map = Count(loaded, filter.Select(result, loaded), new HeatmapOptions
            {
                Rows = result.GetValue(rows) ?? (isText ? HeatmapLayout.RowsFor(target, DefaultRows) : DefaultRows),
                Weight = filter.Weight(result),
                CropToRange = filter.HasRange(result),
            });
            ColorScale colors = HeatmapColors.Choose(result.GetValue(palette), isText);
            output.Write(result, result.GetValue(format) switch
            {
                "json" => stream => FlameScopeJson.Write(map, stream),
                "csv" => stream => HeatmapCsv.Write(map, stream),
                "svg" => stream => HeatmapSvg.Write(map, stream, new HeatmapSvgOptions
                {
                    Subtitle = PictureSubtitle.Of(loaded, map.Selection.Range, map.Selection.Count),
                    ColorScale = colors,
                }),
                _ => stream => stream.Write(target.DrawRichly(console => HeatmapText.Draw(map, colors, target, console))),
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static SubsecondHeatmap Count(LoadedProfile loaded, SampleSelection selection, HeatmapOptions options)
    {
        try
        {
            var map = SubsecondHeatmap.From(selection, options);
            if (map.UntimedCount > 0) ErrorReporting.Note($"{loaded.Name}: {SafeText.Count(map.UntimedCount, "sample")} without a time left out");
            return map;
        }
        catch (UntimedProfileException untimed)
        {
            string problem = loaded.Profile.Samples.Count == 0 ? "there are no samples to make a heat map of"
                : "no sample has a time: there is no heat map, but flamegraph and top work";
            throw new InputException(loaded.Name, problem, untimed);
        }
        catch (HeatmapTooLargeException large)
        {
            throw new InputException(loaded.Name, $"the samples span {SafeText.Number(large.ColumnsNeeded)} seconds, too many for a heat map: give --from and --to", large);
        }
    }
}
