using System.Globalization;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>Writes selections as files: pictures, trees, differences, the report, and every format of profiles that is written.</summary>
internal sealed class ExportAnswer : ProfileAnswer
{
    private const string Json = "application/json";
    private const string Text = "text/plain; charset=utf-8";
    private const int DefaultRows = 50;

    private readonly string _format;
    private readonly ProfileQuery _query;
    private readonly GroupingQuery _grouping;
    private readonly BaselineQuery? _baseline;
    private readonly IProfileWriter? _writer;
    private readonly FlameGraphSvgOptions _picture;
    private readonly DiffWidth _widths;
    private readonly DiffPalette _diffPalette;
    private readonly ColorScale _colors;
    private readonly int _rows;
    private readonly bool _isInline;

    public ExportAnswer(QueryParameters query)
    {
        _format = query.Required("format");
        _query = ProfileQuery.Read(query);
        _grouping = GroupingQuery.Read(query);
        bool isDiff = _format is "diff-svg" or "diff-folded" or "diff-json" or "elided-json";
        _baseline = isDiff ? BaselineQuery.ReadRequired(query) : null;
        _rows = query.Integer("rows", 1, HeatmapOptions.MaximumRows, DefaultRows);
        _isInline = query.Flag("inline") && _format is "svg" or "heatmap-svg";
        _widths = query.Word("widths", "target", "baseline", "elided") switch
        {
            "baseline" => DiffWidth.Baseline,
            "elided" => DiffWidth.Elided,
            _ => DiffWidth.Target,
        };
        string palette = query.Text("palette") ?? "";
        bool isColored = palette.Length > 0;
        _colors = ColorScale.FlameScope;
        if (isColored && _format is ("heatmap-svg" or "report")) _colors = ColorScale.TryParse(palette, out ColorScale? scale) ? scale : throw NoPalette();
        _diffPalette = DiffPalette.RedBlue;
        if (isColored && _format == "diff-svg") _diffPalette = DiffPalette.TryParse(palette, out DiffPalette? colors) ? colors : throw NoPalette();
        Palette frames = Palette.Kind;
        if (isColored && _format == "svg") frames = Palette.TryParse(palette, out Palette? known) ? known : throw NoPalette();
        _picture = new FlameGraphSvgOptions { Title = query.Text("title"), Icicle = query.Flag("icicle"), Palette = frames };
        if (_format is "svg" or "diff-svg" or "folded" or "diff-folded" or "json" or "diff-json" or "elided-json" or "heatmap-svg" or "heatmap-json" or "heatmap-csv" or "report") return;
        _writer = ProfileWriters.Default.Find(_format) ?? throw QueryParameters.Invalid(
            "format",
            $"takes svg, diff-svg, folded, diff-folded, json, diff-json, elided-json, heatmap-svg, heatmap-json, heatmap-csv, report, {string.Join(", ", ProfileWriters.Default.Writers.Select(writer => writer.Name))}");
    }

    public override ProfileQuery? Query => _query;

    public override BaselineQuery? Baseline => _baseline;

    public override bool NeedsSamples => _writer is not null || _format is "heatmap-svg" or "heatmap-json" or "heatmap-csv" or "report";

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        SampleWeight weight = _baseline is null ? _query.WeightOf(profile) : BaselineQuery.WeightOf(_query, profile, baseline);
        string name = Path.GetFileName(profile.File.Name);
        if (_baseline is not null)
        {
            long omitted = profile.OmittedSamples + (baseline == profile ? 0 : baseline.OmittedSamples);
            return WriteDiff(_baseline.Select(_query, profile, baseline), weight, name, LeftOut(omitted));
        }
        SampleSelection samples = _query.Select(profile);
        if (_writer is not null) return WriteProfile(_writer, samples, weight, name);
        return _format switch
        {
            "heatmap-svg" => new Reply(Reply.Svg, stream => HeatmapSvg.Write(MapOf(samples, weight), stream, new HeatmapSvgOptions { Title = _picture.Title, Subtitle = SubtitleOf(name, samples), ColorScale = _colors })) { FileName = NameOf(name, ".heatmap.svg") },
            "heatmap-json" => new Reply(Json, stream => FlameScopeJson.Write(MapOf(samples, weight), stream)) { FileName = NameOf(name, ".heatmap.json") },
            "heatmap-csv" => new Reply("text/csv; charset=utf-8", stream => HeatmapCsv.Write(MapOf(samples, weight), stream)) { FileName = NameOf(name, ".heatmap.csv") },
            "report" => WriteReport(samples, weight, name, cancellationToken),
            "folded" => new Reply(Text, stream => FoldedStacks.Write(TreeOf(profile, samples, weight), stream)) { FileName = NameOf(name, ".folded") },
            "json" => new Reply(Json, stream => FlameScopeJson.Write(TreeOf(profile, samples, weight), stream)) { FileName = NameOf(name, ".json") },
            _ => new Reply(Reply.Svg, stream => FlameGraphSvg.Write(TreeOf(profile, samples, weight), stream, _picture with { Subtitle = SubtitleOf(name, samples) + LeftOut(profile.OmittedSamples) })) { FileName = NameOf(name, ".svg") },
        };
    }

    private static RequestFault NoPalette() => QueryParameters.Invalid("palette", "is not the name of a palette of this format");

    private Reply WriteDiff(ComparedSides sides, SampleWeight weight, string name, string leftOut)
    {
        StackTree target = TreeOf(sides.TargetProfile, sides.Target, weight), other = TreeOf(sides.BaselineProfile, sides.Baseline, weight);
        StackTreeDiff diff = Comparison.Compare(target, other, _baseline!.Normalization).Diff;
        return _format switch
        {
            "diff-folded" => new Reply(Text, stream => FoldedStacks.Write(diff, stream)) { FileName = NameOf(name, ".diff.folded") },
            "diff-json" => new Reply(Json, stream => FlameScopeJson.Write(diff, stream)) { FileName = NameOf(name, ".diff.json") },
            "elided-json" => new Reply(Json, stream => FlameScopeJson.Write(diff, stream, new FlameScopeJsonDiffOptions { Elided = true })) { FileName = NameOf(name, ".elided.json") },
            _ => new Reply(
                Reply.Svg,
                stream => FlameGraphSvg.Write(diff, stream, new FlameGraphDiffOptions { Picture = _picture with { Subtitle = SubtitleOf(name, sides.Target) + leftOut }, Width = _widths, Palette = _diffPalette }))
            {
                FileName = NameOf(name, ".diff.svg"),
            },
        };
    }

    private Reply WriteReport(SampleSelection samples, SampleWeight weight, string name, CancellationToken cancellationToken)
    {
        var options = new HtmlReportOptions { Title = _picture.Title ?? name, Weight = weight, Rows = _rows, ColorScale = _colors, Grouping = _grouping.Grouping, Reversed = _grouping.Reversed };
        // The data of the page is compressed.
        return new Reply("text/html; charset=utf-8", Write) { FileName = NameOf(name, ".html"), IsCompressible = false };

        void Write(Stream stream)
        {
            try
            {
                HtmlReport.Write(samples, stream, options, cancellationToken);
            }
            catch (InvalidOperationException fault)
            {
                throw new RequestFault(422, fault.Message, fault);
            }
        }
    }

    private static Reply WriteProfile(IProfileWriter writer, SampleSelection samples, SampleWeight weight, string name)
    {
        string extension = writer.Extensions is [var first, ..] ? first : "." + writer.Name;
        return new Reply("application/octet-stream", Write) { FileName = name + extension, IsCompressible = !extension.EndsWith(".gz", StringComparison.Ordinal) };

        void Write(Stream stream)
        {
            try
            {
                ProfileWriters.Write(writer, samples, stream, new ProfileWriteOptions { Weight = weight, Title = name });
            }
            catch (ArgumentException fault)
            {
                throw new RequestFault(422, ProfileMessage.ToSentence(fault.Message), fault);
            }
        }
    }

    private StackTree TreeOf(LoadedProfile profile, SampleSelection samples, SampleWeight weight) => profile.GetTree(samples, _grouping.Of(weight));

    private SubsecondHeatmap MapOf(SampleSelection samples, SampleWeight weight) =>
        Heatmaps.Create(samples, weight, _rows, TimeSpan.FromSeconds(1), isCropped: _query.HasRange);

    private string? NameOf(string name, string extension) => _isInline ? null : name + extension;

    // A store leaves out the rarest stacks of a range that has too many, and a picture that is saved must say so as the page does.
    private static string LeftOut(long samples) => samples == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {samples:N0} samples of the rarest stacks left out");

    private static string SubtitleOf(string name, SampleSelection samples)
    {
        TimeRange range = samples.Range;
        string count = samples.GetTotal(SampleWeight.Samples).ToString("N0", CultureInfo.InvariantCulture);
        if (range == TimeRange.All) return $"{name}, {count} samples";
        long origin = samples.Profile.Origin;
        string from = Seconds(range.Start <= SampleTable.NoTime + 1 ? 0 : range.Start - origin);
        string to = range.End == long.MaxValue ? "the end" : Seconds(range.End - origin) + " s";
        return $"{name}, {from} s to {to}, {count} samples";

        static string Seconds(long nanoseconds) => ((decimal)nanoseconds / TimeRange.NanosecondsPerSecond).ToString("0.#########", CultureInfo.InvariantCulture);
    }
}
