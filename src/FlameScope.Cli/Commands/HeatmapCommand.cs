using System.CommandLine;
using System.Globalization;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope heatmap</c>: the samples by second and by time within the second.</summary>
internal sealed class HeatmapCommand : Command
{
    private const int DefaultRows = 50;

    private readonly Option<string?> _cells = ProfileArgument.Instead(
        "--cells", "Instead of a profile, lines of a time in nanoseconds and a number of samples, as a database prints them; - for standard input.");

    private readonly ProfileArgument _profile;
    private readonly FilterOptions _filter = new();
    private readonly OutputOption _output = new();

    private readonly Option<int?> _rows = NumberOption.Whole(
        "--rows", "N", $"Rows per second; the default is {DefaultRows}, or what fits the terminal.", minimum: 1, maximum: HeatmapOptions.MaximumRows);

    private readonly ChoiceOption<string> _format = ChoiceOption.Create("--format", "What to write.", "text", "json", "csv", "svg");
    private readonly Option<string?> _palette = PatternOption.Text("--palette", "NAME", $"The colors: {string.Join(", ", ColorScale.Names)}.");
    private readonly ChoiceOption<string> _color = ChoiceOption.Create("--color", "When text has colors.", "auto", "always", "never");

    public HeatmapCommand(string name)
        : base(name, "Draw the samples over time: one column per second, and from bottom to top the time within the second.")
    {
        _profile = new ProfileArgument(_cells);
        _palette.Validators.Add(HeatmapColors.Validate);
        Add(_profile);
        foreach (Option option in new Option[] { _cells, _rows, _format, _palette, _color, _output }) Add(option);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        bool isText = _format.Of(command) == "text";
        TextTarget target = TextTarget.Detect(_output.IsStandardOutput(command), _color.Of(command));
        int rows = command.GetValue(_rows) ?? (isText ? HeatmapLayout.RowsFor(target, DefaultRows) : DefaultRows);
        (SubsecondHeatmap map, string subtitle) = command.GetValue(_cells) is { } cells ? ReadCells(command, cells, rows) : CountSamples(command, rows);
        ColorScale colors = HeatmapColors.Choose(command.GetValue(_palette), isText);
        _output.Write(command, _format.Of(command) switch
        {
            "json" => stream => FlameScopeJson.Write(map, stream),
            "csv" => stream => HeatmapCsv.Write(map, stream),
            "svg" => stream => HeatmapSvg.Write(map, stream, new HeatmapSvgOptions { Subtitle = subtitle, ColorScale = colors }),
            _ => stream => stream.Write(target.DrawRichly(console => HeatmapText.Draw(map, colors, target, console))),
        });
    }

    private (SubsecondHeatmap Map, string Subtitle) CountSamples(ParseResult command, int rows)
    {
        LoadedProfile loaded = _profile.Load(command);
        SubsecondHeatmap map = Count(loaded, _filter.Select(command, loaded), new HeatmapOptions
        {
            Rows = rows,
            Weight = _filter.Weight(command, loaded),
            CropToRange = _filter.HasRange(command),
        });
        return (map, PictureSubtitle.Of(loaded, map.Selection.Range, map.Selection.GetTotal(SampleWeight.Samples)));
    }

    private (SubsecondHeatmap Map, string Subtitle) ReadCells(ParseResult command, string path, int rows)
    {
        if (_filter.FindGiven(command) is { } given) throw new UsageException($"{given} selects samples of a profile, and --cells has none");
        string name = ProfileArgument.NameOf(path);
        try
        {
            var options = new HeatmapOptions { Rows = rows };
            SubsecondHeatmap map = ProfileArgument.Read(path, file => ReadFile(file, options), stream => HeatmapCellReader.Read(stream, options))
                ?? throw new InputException(name, "there are no cells");
            return (map, $"{Path.GetFileName(name)}, {SafeText.Count(map.Total, "sample")} from {WallTime(map.Start)}");
        }
        catch (FormatException bad)
        {
            throw new InputException(name, bad.Message, bad);
        }
        catch (HeatmapTooLargeException large)
        {
            throw new InputException(name, $"the cells span {SafeText.Number(large.ColumnsNeeded)} seconds, too many for a heat map", large);
        }
    }

    private static SubsecondHeatmap? ReadFile(string path, HeatmapOptions options)
    {
        using FileStream file = File.OpenRead(path);
        return HeatmapCellReader.Read(file, options);
    }

    private static string WallTime(long time) => new WallClock(time, time, IsExact: true).Wall.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static SubsecondHeatmap Count(LoadedProfile loaded, SampleSelection selection, HeatmapOptions options)
    {
        try
        {
            var map = SubsecondHeatmap.From(selection, options);
            if (map.UntimedCount > 0) ErrorReporting.Note($"{loaded.Name}: {SafeText.Count(map.UntimedCount, "sample")} without a time excluded");
            return map;
        }
        catch (UntimedProfileException untimed)
        {
            string problem = loaded.Profile.Samples.Count == 0 ? "the profile has no samples"
                : "no sample has a time, so there is no heat map; flamegraph and top work";
            throw new InputException(loaded.Name, problem, untimed);
        }
        catch (HeatmapTooLargeException large)
        {
            throw new InputException(loaded.Name, $"the samples span {SafeText.Number(large.ColumnsNeeded)} seconds, too many for a heat map: give --from and --to", large);
        }
    }
}
