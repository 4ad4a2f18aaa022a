using System.Collections.Concurrent;
using System.Text;
using FlameScope.Analysis;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.Tests;

namespace FlameScope.Culture.Tests;

/// <summary>Every export gives the same bytes under every culture, the parsing of the text included.</summary>
public class ExportTests
{
    private static readonly Dictionary<string, Func<byte[]>> Exports = MakeExports();
    private static readonly ConcurrentDictionary<string, byte[]> Expected = new(StringComparer.Ordinal);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string culture in Cultures.Names)
            {
                foreach (string export in Exports.Keys) cases.Add(culture, export);
            }
            return cases;
        }
    }

    [OptionalTheory(Requirement.Cultures)]
    [MemberData(nameof(Cases))]
    public void An_export_does_not_depend_on_the_culture(string culture, string export)
    {
        byte[] expected = Expected.GetOrAdd(export, e => Cultures.Under("", Exports[e]));
        byte[] actual = Cultures.Under(culture, Exports[export]);
        Assert.NotEmpty(expected);
        // Text where there is any, for the message.
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(actual));
        Assert.Equal(expected, actual);
    }

    private static Dictionary<string, Func<byte[]>> MakeExports()
    {
        var exports = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal);
        foreach (SampleWeight weight in new[] { SampleWeight.Samples, SampleWeight.Period })
        {
            exports[$"heat map SVG, {weight}"] = () => Written(s => HeatmapSvg.Write(Map(weight), s, new HeatmapSvgOptions { Highlight = Open().RangeOfSeconds(2.5, 3.25) }));
            exports[$"heat map JSON, {weight}"] = () => Written(s => FlameScopeJson.Write(Map(weight), s));
            exports[$"heat map CSV, {weight}"] = () => Written(s => HeatmapCsv.Write(Map(weight), s));
            exports[$"report, {weight}"] = () => Written(s => HtmlReport.Write(Open(), s, new HtmlReportOptions { Weight = weight, Grouping = StackGrouping.Thread, Title = "İ" }));
            exports[$"function changes, {weight}"] = () => Utf8(Changes(weight));
            foreach (StackGrouping grouping in Enum.GetValues<StackGrouping>())
            {
                exports[$"flame graph SVG, {weight}, {grouping}"] = () => Written(s => FlameGraphSvg.Write(Tree(weight, grouping), s, new FlameGraphSvgOptions { MinimumWidth = 0.5 }));
                exports[$"flame graph JSON, {weight}, {grouping}"] = () => Written(s => FlameScopeJson.Write(Tree(weight, grouping), s));
                exports[$"folded stacks, {weight}, {grouping}"] = () => Written(s => FoldedStacks.Write(Tree(weight, grouping), s));
                exports[$"functions, {weight}, {grouping}"] = () => Utf8(Functions(weight, grouping));
            }
        }
        foreach (DiffNormalization normalization in Enum.GetValues<DiffNormalization>())
        {
            foreach (DiffWidth width in Enum.GetValues<DiffWidth>())
            {
                exports[$"diff SVG, {normalization}, {width}"] = () => Written(s => FlameGraphSvg.Write(Diff(normalization), s, new FlameGraphDiffOptions { Width = width }));
            }
            exports[$"diff JSON, {normalization}"] = () => Written(s => FlameScopeJson.Write(Diff(normalization), s));
            exports[$"elided JSON, {normalization}"] = () => Written(s => FlameScopeJson.Write(Diff(normalization), s, new FlameScopeJsonDiffOptions { Elided = true }));
            exports[$"folded diff, {normalization}"] = () => Written(s => FoldedStacks.Write(Diff(normalization), s));
            exports[$"folded diff of equal size, {normalization}"] = () => Written(s => FoldedStacks.Write(Diff(normalization), s, new FoldedDiffOptions { Normalize = true }));
        }
        foreach (string palette in Palette.Names)
        {
            exports[$"flame graph SVG, {palette}"] = () => Written(s => FlameGraphSvg.Write(
                Tree(SampleWeight.Samples, StackGrouping.Thread), s, new FlameGraphSvgOptions { Palette = Palette.Parse(palette.ToUpperInvariant()) }));
        }
        foreach (string form in StackTransform.Forms)
        {
            string text = form.Split('=') is [var word, _] ? $"{word}=istanbul" : form;
            exports[$"transform {text}"] = () => Written(s => FoldedStacks.Write(new ProfileView(Open()).Transform(StackTransform.Parse(text)).GetStackTree(StackGrouping.Process), s));
        }
        exports["filter"] = () => Written(s => FoldedStacks.Write(
            new ProfileView(Open()).Where(new SampleFilter { Match = "(?i)istanbul", Exclude = "ÅNGSTRÖM" }).GetStackTree(StackGrouping.Thread), s));
        exports["flame chart SVG"] = () => Written(s => FlameChartSvg.Write(FlameChart.From(Open().Select(), -1), s));
        exports["moments"] = () => Utf8(string.Join('\n', new ProfileView(Open()).FindMoments().Select(m => Invariant($"{m.From} {m.To} {m.Kind} {m.Score} {string.Join(' ', m.Functions)}"))));
        exports["collapsed stacks"] = () => Written(s => StackCollapse.Collapse(Texts.Profile, new StackCollapseOptions { Kernel = true, Jit = true, Addresses = true }).Write(s));
        exports["collapsed stacks with pids"] = () => Written(s => StackCollapse.Collapse(Texts.Profile, new StackCollapseOptions { Pid = true }).Write(s));
        exports["collapsed stacks with tids"] = () => Written(s => StackCollapse.Collapse(Texts.Profile, new StackCollapseOptions { Tid = true, EventFilter = "istanbul:IO" }).Write(s));
        exports["header and diagnostics"] = () => Utf8(Facts(Open()));
        exports["ids"] = () => Utf8($"{new StackId(-1)} {new FrameId(-1)} {new ThreadId(-1)} {new SymbolId(-1)} {new ModuleId(-1)} {new CommId(-1)} {new SampleEventId(1)}");
        return exports;
    }

    private static Profile Open() => PerfScript.Parse(Texts.Profile);

    // A thirtieth of a second has a fraction in milliseconds.
    private static SubsecondHeatmap Map(SampleWeight weight) => SubsecondHeatmap.From(Open(), new HeatmapOptions { Weight = weight, Rows = 30 });

    private static StackTree Tree(SampleWeight weight, StackGrouping grouping) => StackTree.From(Open(), new StackTreeOptions { Weight = weight, Grouping = grouping });

    private static StackTreeDiff Diff(DiffNormalization normalization) =>
        StackTreeDiff.Compare(
            Open().Select(),
            PerfScript.Parse(Texts.Baseline).Select(),
            new StackTreeOptions { Weight = SampleWeight.Period, Grouping = StackGrouping.Thread },
            normalization);

    private static string Functions(SampleWeight weight, StackGrouping grouping)
    {
        StackTree tree = Tree(weight, grouping);
        IEnumerable<(string Group, FunctionRow Row)> rows = grouping == StackGrouping.None
            ? FunctionTable.From(tree).Rows.Select(row => ("", row))
            : FunctionTable.GetGroups(tree).SelectMany(group => group.Rows.Select(row => (group.Name, row)));
        return string.Join('\n', rows.Select(r => Invariant($"{r.Group} {r.Row.Name} {r.Row.Self} {r.Row.Total}")));
    }

    private static string Changes(SampleWeight weight)
    {
        ProfileView view = new ProfileView(Open()).WeightedBy(weight);
        return string.Join('\n', view.Between(4.5, 6).GetChanges(Baseline.Rest).Rows.Select(r => Invariant($"{r.Name} {r.Total.Delta} {r.AdjustedPValue} {string.Join(';', r.Path)}")));
    }

    private static string Facts(Profile profile) => string.Join(
        '\n',
        [
            .. profile.Header.Facts.Select(f => $"{f.Name}={f.Value}"),
            Invariant($"{profile.Header.Clock?.At(profile.Origin):O} {profile.Header.SampleFrequency}"),
            .. profile.Diagnostics.Select(d => Invariant($"{d.Reason} {d.Count} {string.Join(' ', d.Lines)}")),
        ]);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Written(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return output.ToArray();
    }
}
