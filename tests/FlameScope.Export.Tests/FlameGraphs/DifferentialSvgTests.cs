using System.Xml;
using System.Xml.Linq;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class DifferentialSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData(DiffNormalization.Total, "1 sample, 33.33%; baseline 0 samples, 0.00%; +33.33%, new", "compared by share")]
    [InlineData(DiffNormalization.Time, "1 sample, 0.629/s; baseline 0 samples, 0.00/s; +0.629/s, new", "compared by rate per second")]
    [InlineData(DiffNormalization.CpuTime, "1 sample, 20,000,000.00/s; baseline 0 samples, 0.00/s; +20,000,000.00/s, new", "compared by rate per CPU second")]
    [InlineData(DiffNormalization.None, "1 sample; baseline 0 samples; +1, new", "compared as counted")]
    public void Titles_show_both_numbers_and_the_difference(DiffNormalization normalization, string said, string note)
    {
        var diff = StackTreeDiff.Compare(Made.Small.Select(), new TimeRange(100_400_000_000, 101_990_000_001), Baseline.Rest, null, normalization);
        XDocument document = Load(diff, null);
        Assert.Equal("k_read\n" + said, Titles(document).Single(t => t.StartsWith("k_read\n", StringComparison.Ordinal)));
        Assert.Contains(document.Descendants(Svg + "text"), t => t.Value == "3 samples against 4 samples, " + note);
    }

    [Fact]
    public void Colors_show_the_difference()
    {
        XDocument document = Load(Made.Diff, null);
        // The maximum difference is that of the group sh: none of 3 and 2 of 4. That of java is equal: all of 3 and 2 of 4.
        Assert.Equal(0.5, Made.Diff.MaximumDelta);
        Assert.Equal("#e03c31", Fill(document, "java"));
        Assert.Equal("#f1f0ee", Fill(document, "root"));
        XDocument baseline = Load(Made.Diff, new FlameGraphDiffOptions { Width = DiffWidth.Baseline, Palette = DiffPalette.OrangePurple });
        Assert.Equal("#5e3c99", Fill(baseline, "sh"));
        Assert.Contains("+50.00%", document.Descendants(Svg + "g").Single(g => (string?)g.Attribute("class") == "legend").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Widths_are_those_of_the_chosen_side()
    {
        static Dictionary<string, long> Widths(DiffWidth width) => Load(Made.Diff, new FlameGraphDiffOptions { Width = width })
            .Descendants(Svg + "g").Where(g => g.Attribute("data-f") is not null)
            .ToDictionary(g => g.Element(Svg + "title")!.Value.Split('\n')[0], g => long.Parse(g.Attribute("data-f")!.Value.Split(' ')[1], null));

        Assert.Equal(["free", "java", "k_read", "k_sys", "main", "root", "run", "vector<int, a<b>>::at(\"x\" & 'y')"], Widths(DiffWidth.Target).Keys.Order(StringComparer.Ordinal));
        Dictionary<string, long> baseline = Widths(DiffWidth.Baseline), elided = Widths(DiffWidth.Elided);
        Assert.Equal((4, 2, 2), (baseline["root"], baseline["sh"], baseline["j_Foo"]));
        Assert.Equal(baseline, elided);
        var common = StackTreeDiff.Compare(StackTree.From(Made.Small), StackTree.From(Made.Small));
        Assert.Equal("root", Titles(Load(common, new FlameGraphDiffOptions { Width = DiffWidth.Elided })).Single().Split('\n')[0]);
    }

    [Fact]
    public void Hostile_names_are_only_text() => Prop.ForAll(HostileNames.Stacks, HostileNames.Stacks, (target, baseline) =>
    {
        StackTreeDiff diff = Made.DiffOf(target, [.. baseline.Concat(target.Take(target.Length / 2))]);
        return Enum.GetValues<DiffWidth>().All(width =>
        {
            XDocument document = Load(diff, new FlameGraphDiffOptions { Width = width });
            return document.Descendants().All(e => e.Name.Namespace == Svg
                    && e.Name.LocalName is "svg" or "title" or "style" or "rect" or "g" or "text" or "script"
                    && !e.Attributes().Any(a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name.LocalName == "href"))
                && Titles(document).All(t => t.Count(c => c == '\n') == 1 && !t.Replace("\n", "", StringComparison.Ordinal).Any(char.IsControl));
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Empty_sides_can_be_drawn()
    {
        StackTreeDiff nothing = Made.DiffOf([], []), gone = Made.DiffOf([], [["a"u8.ToArray()]]), appeared = Made.DiffOf([["a"u8.ToArray()]], []);
        Assert.Equal("root\n0 samples, 0.00%; baseline 0 samples, 0.00%; +0.00%", Assert.Single(Titles(Load(nothing, null))));
        Assert.Single(Titles(Load(gone, null)));
        Assert.Equal("a\n0 samples, 0.00%; baseline 1 sample, 100.00%; -100.00%, gone", Titles(Load(gone, new FlameGraphDiffOptions { Width = DiffWidth.Baseline }))[2]);
        Assert.Equal("a\n1 sample, 100.00%; baseline 0 samples, 0.00%; +100.00%, new", Titles(Load(appeared, null))[2]);
    }

    [Fact]
    public void Options_out_of_range_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FlameGraphSvg.ToText(Made.Diff, new FlameGraphDiffOptions { Width = (DiffWidth)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => FlameGraphSvg.ToText(Made.Diff, new FlameGraphDiffOptions { Picture = new FlameGraphSvgOptions { Width = 299 } }));
    }

    private static XDocument Load(StackTreeDiff diff, FlameGraphDiffOptions? options)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = true };
        using XmlReader reader = XmlReader.Create(new MemoryStream(Made.Bytes(s => FlameGraphSvg.Write(diff, s, options))), settings);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static string[] Titles(XDocument document) =>
        [.. document.Descendants(Svg + "g").Where(g => g.Attribute("data-f") is not null).Select(g => g.Element(Svg + "title")!.Value)];

    private static string Fill(XDocument document, string name) => document.Descendants(Svg + "g")
        .Single(g => g.Attribute("data-f") is not null && g.Element(Svg + "title")!.Value.StartsWith(name + "\n", StringComparison.Ordinal))
        .Element(Svg + "rect")!.Attribute("fill")!.Value;
}
