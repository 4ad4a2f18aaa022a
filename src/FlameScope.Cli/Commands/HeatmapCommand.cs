using System.CommandLine;
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

    private readonly ProfileArgument _profile = new();
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
        _palette.Validators.Add(HeatmapColors.Validate);
        Add(_profile);
        foreach (Option option in new Option[] { _rows, _columnLength, _width, _format, _palette, _output }) Add(option);
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
        LoadedProfile loaded = _profile.Load(command);
        SubsecondHeatmap map = Count(loaded, _filter.Select(command, loaded), new HeatmapOptions
        {
            Rows = command.GetValue(_rows) ?? (isText ? HeatmapLayout.RowsFor(target, defaultRows) : defaultRows),
            ColumnLength = columnLength,
            Weight = _filter.Weight(command, loaded),
            CropToRange = _filter.HasRange(command),
        });
        ColorScale colors = HeatmapColors.Choose(command.GetValue(_palette));
        Moment? moment = isText ? FirstMoment(command, loaded) : null;
        _output.Write(command, _format.Of(command) switch
        {
            "json" => stream => FlameScopeJson.Write(map, stream),
            "csv" => stream => HeatmapCsv.Write(map, stream),
            "svg" => stream => HeatmapSvg.Write(map, stream, new HeatmapSvgOptions
            {
                Subtitle = PictureSubtitle.Of(loaded, map.Selection.Range, map.Selection.GetTotal(SampleWeight.Samples)),
                ColorScale = colors,
                CellWidth = command.GetValue(_width) is { } pixels ? Math.Clamp((pixels - SvgMargin) / Math.Max(1, map.ColumnCount), 1, 100) : 0,
            }),
            _ => stream => stream.Write(target.DrawRichly(console => HeatmapText.Draw(map, colors, target, console, moment))),
        });
    }

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
