using System.CommandLine;
using System.Globalization;
using FlameScope.Analysis;
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
    private const int LongColumnRows = 60;

    // The width of the labels next to the cells of an SVG picture.
    private const int SvgMargin = 100;

    private readonly Option<string?> _cells = ProfileArgument.Instead(
        "--cells", "Instead of a profile, lines of a time in nanoseconds and a number of samples, as a database prints them; - for standard input.");

    private readonly ProfileArgument _profile;
    private readonly FilterOptions _filter = new();
    private readonly OutputOption _output = new();

    private readonly Option<int?> _rows = NumberOption.Whole(
        "--rows", "N", $"Rows per second; the default is {DefaultRows}, or what fits the terminal.", minimum: 1, maximum: HeatmapOptions.MaximumRows);

    private readonly ChoiceOption<string> _format = ChoiceOption.Create("--format", "What to write.", "text", "json", "csv", "svg");
    private readonly Option<string?> _palette = PatternOption.Text("--palette", "NAME", $"The colors: {string.Join(", ", ColorScale.Names)}.");
    private readonly Option<TimeSpan?> _columnLength = NumberOption.Length(
        "--column-length", "The time that a column shows; the default is 1s.", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));

    private readonly Option<int?> _width = NumberOption.Whole(
        "--width", "N", "The width in characters, or of an SVG picture in pixels; the default is that of the terminal.", minimum: 40, maximum: 20_000);

    public HeatmapCommand(string name)
        : base(name, "Draw the samples over time: one column per second, and from bottom to top the time within the second.")
    {
        _profile = new ProfileArgument(_cells);
        _palette.Validators.Add(HeatmapColors.Validate);
        Add(_profile);
        foreach (Option option in new Option[] { _cells, _rows, _columnLength, _width, _format, _palette, _output }) Add(option);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        bool isText = _format.Of(command) == "text";
        TextTarget target = TextTarget.Detect(_output.IsStandardOutput(command), ColorOption.Of(command));
        if (command.GetValue(_width) is { } width) target = target with { Width = width, HasWidth = true };
        if (_format.Of(command) == "svg") _output.RefuseTerminal(command, "an SVG picture", "heatmap.svg");
        TimeSpan columnLength = command.GetValue(_columnLength) ?? TimeSpan.FromSeconds(1);
        // A row per minute or second of long columns, as in the maps of B. Gregg for hours.
        int defaultRows = columnLength.Ticks % TimeSpan.TicksPerMinute == 0 ? LongColumnRows : DefaultRows;
        var options = new HeatmapOptions
        {
            Rows = command.GetValue(_rows) ?? (isText ? HeatmapLayout.RowsFor(target, defaultRows) : defaultRows),
            ColumnLength = columnLength,
        };
        (SubsecondHeatmap map, string subtitle, Moment? moment) =
            command.GetValue(_cells) is { } cells ? ReadCells(command, cells, options) : CountSamples(command, options, isText);
        ColorScale colors = HeatmapColors.Choose(command.GetValue(_palette));
        _output.Write(command, _format.Of(command) switch
        {
            "json" => stream => FlameScopeJson.Write(map, stream),
            "csv" => stream => HeatmapCsv.Write(map, stream),
            "svg" => stream => HeatmapSvg.Write(map, stream, new HeatmapSvgOptions
            {
                Subtitle = subtitle,
                ColorScale = colors,
                CellWidth = command.GetValue(_width) is { } pixels ? Math.Clamp((pixels - SvgMargin) / Math.Max(1, map.ColumnCount), 1, 100) : 0,
            }),
            _ => stream => stream.Write(target.DrawRichly(console => HeatmapText.Draw(map, colors, target, console, moment))),
        });
    }

    private (SubsecondHeatmap Map, string Subtitle, Moment? Moment) CountSamples(ParseResult command, HeatmapOptions options, bool isText)
    {
        LoadedProfile loaded = _profile.Load(command);
        SubsecondHeatmap map = Count(loaded, _filter.Select(command, loaded), options with
        {
            Weight = _filter.Weight(command, loaded),
            CropToRange = _filter.HasRange(command),
        });
        string subtitle = PictureSubtitle.Of(loaded, map.Selection.Range, map.Selection.GetTotal(SampleWeight.Samples));
        return (map, subtitle, isText ? FirstMoment(command, loaded) : null);
    }

    private (SubsecondHeatmap Map, string Subtitle, Moment? Moment) ReadCells(ParseResult command, string path, HeatmapOptions options)
    {
        if (_filter.FindGiven(command) is { } given) throw new UsageException($"{given} selects samples of a profile, and --cells has none");
        string name = ProfileArgument.NameOf(path);
        try
        {
            SubsecondHeatmap map = ProfileArgument.Read(path, file => ReadFile(file, options), stream => HeatmapCellReader.Read(stream, options))
                ?? throw new InputException(name, "there are no cells");
            return (map, $"{Path.GetFileName(name)}, {SafeText.Count(map.Total, "sample")} from {WallTime(map.Start)}", null);
        }
        catch (FormatException bad)
        {
            throw new InputException(name, bad.Message, bad);
        }
        catch (HeatmapTooLargeException large)
        {
            throw new InputException(name, $"the cells span {SafeText.Number(large.ColumnsNeeded)} columns, too many for a heat map: give a longer --column-length", large);
        }
    }

    private static SubsecondHeatmap? ReadFile(string path, HeatmapOptions options)
    {
        using FileStream file = File.OpenRead(path);
        return HeatmapCellReader.Read(file, options);
    }

    private static string WallTime(long time) => new WallClock(time, time, IsExact: true).Wall.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private Moment? FirstMoment(ParseResult command, LoadedProfile loaded)
    {
        var view = new ProfileView(loaded.Profile, _filter.Filter(command, loaded), SampleWeight.Samples);
        return view.FindMoments(new MomentOptions { MaximumCount = 1 }) is [var first, ..] ? first : null;
    }

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
            throw new InputException(loaded.Name, $"the samples span {SafeText.Number(large.ColumnsNeeded)} columns, too many for a heat map: give --from and --to, or a longer --column-length", large);
        }
    }
}
