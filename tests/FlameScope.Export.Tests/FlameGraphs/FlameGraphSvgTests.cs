using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using FlameScope.FlameGraph;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class FlameGraphSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Hostile_names_are_only_text() => Prop.ForAll(HostileNames.Stacks, stacks =>
    {
        byte[] svg = Made.Bytes(s => FlameGraphSvg.Write(Made.Tree(stacks), s));
        XDocument document = Load(svg);
        bool hasOnlyOurMarkup = document.Descendants().All(e => e.Name.Namespace == Svg
            && e.Name.LocalName is "svg" or "title" or "style" or "rect" or "g" or "text" or "script"
            && !e.Attributes().Any(a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name.LocalName == "href"));
        // The only line end in a title is the one between name and value.
        string text = string.Concat(document.Descendants().Where(e => e.Name.LocalName is "title" or "text")
            .Select(e => e.Value.Replace("\n", "", StringComparison.Ordinal)));
        return hasOnlyOurMarkup
            && document.Descendants(Svg + "script").Count() == 1
            && !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202E' or '\u2066' or '\u200F' or '\uFFFE' or '\uFFFF');
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Harmless_names_are_unchanged()
    {
        const string name = "std::map<K, V>::at(\"a & b\", 'c') — 漢字 🔥";
        XDocument document = Load(Made.Bytes(s => FlameGraphSvg.Write(Made.Tree(name), s)));
        Assert.Contains(document.Descendants(Svg + "title"), t => t.Value == name + "\n1 sample, 100.00%");
        Assert.Contains(document.Descendants(Svg + "text"), t => t.Value == name);
    }

    [Fact]
    public void A_long_name_is_truncated_at_a_character_boundary()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("漢字", 20_000)));
        StackTree tree = Made.Tree([[bytes, "x"u8.ToArray(), bytes]]);
        byte[] svg = Made.Bytes(s => FlameGraphSvg.Write(tree, s, new FlameGraphSvgOptions { NameLimit = 100 }));
        XElement title = Frames(Load(svg)).Last().Element(Svg + "title")!;
        Assert.Equal(string.Concat(Enumerable.Repeat("漢字", 17))[..33] + "…", title.Value.Split('\n')[0]);
        Assert.True(svg.Length < 40_000);
    }

    [Fact]
    public void Rectangles_match_the_layout() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        StackTree tree = StackTree.From(ProfileSpec.Build(samples));
        FlameGraphLayout layout = FlameGraphLayout.Of(tree.Depths, tree.SubtreeEnds, tree.TotalValues, 0.1 / 1180);
        XElement[] frames = Frames(Load(Made.Bytes(s => FlameGraphSvg.Write(tree, s))));
        if (frames.Length != layout.Nodes.Length) return false;
        for (int i = 0; i < frames.Length; i++)
        {
            int node = layout.Nodes[i], depth = tree.Depths[node];
            long start = layout.Starts[i], total = tree.TotalValues[node];
            XElement rect = frames[i].Element(Svg + "rect")!;
            double scale = 1180.0 / tree.Total;
            double x = tree.Total == 0 ? 10 : 10 + (start * scale), width = tree.Total == 0 ? 1180 : total * scale;
            if (frames[i].Attribute("data-f")!.Value != $"{start} {total} {depth}"
                || Math.Abs(Number(rect, "x") - x) > 0.011
                || Math.Abs(Number(rect, "width") + (width >= 4 ? 1 : 0) - width) > 0.011
                || Number(rect, "y") != 42 + ((layout.MaximumDepth - depth) * 17)) return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_picture_shows_the_number_and_share_of_omitted_frames()
    {
        var stacks = Enumerable.Range(0, 99).Select(_ => new[] { "wide"u8.ToArray() }).Append(["thin"u8.ToArray(), "leaf"u8.ToArray()]);
        string svg = FlameGraphSvg.ToText(Made.Tree(stacks), new FlameGraphSvgOptions { MinimumWidth = 20 });
        Assert.Contains(">100 samples. Omitted because too narrow: 2 frames with 1.00%</text>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("thin", svg[..svg.IndexOf("<script", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", FlameGraphSvg.ToText(Made.Tree(stacks)), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_fit_their_frames()
    {
        var stacks = Enumerable.Range(0, 20).Select(i => new[] { Encoding.UTF8.GetBytes(new string((char)('a' + i), 5 + i)) });
        byte[] svg = Made.Bytes(s => FlameGraphSvg.Write(Made.Tree(stacks), s, new FlameGraphSvgOptions { Width = 1000 }));
        foreach (XElement frame in Frames(Load(svg)))
        {
            string label = frame.Element(Svg + "text")?.Value ?? "";
            Assert.True(label.Length * 7.2 <= Number(frame.Element(Svg + "rect")!, "width"), label);
        }
    }

    [Fact]
    public void A_profile_without_samples_gives_an_empty_picture()
    {
        XElement frame = Assert.Single(Frames(Load(Made.Bytes(s => FlameGraphSvg.Write(Made.Tree(Array.Empty<byte[][]>()), s)))));
        Assert.Equal("root\n0 samples, 0.00%", frame.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void Deep_stacks_are_written_without_recursion()
    {
        byte[][] deep = [.. Enumerable.Range(0, 20_000).Select(i => Encoding.UTF8.GetBytes("f" + i))];
        using XmlReader reader = XmlReader.Create(new MemoryStream(Made.Bytes(s => FlameGraphSvg.Write(Made.Tree([deep]), s))));
        while (reader.Read()) { }
    }

    [Fact]
    public void The_stream_receives_chunks_and_is_not_closed()
    {
        using var stream = new ChunkStream();
        FlameGraphSvg.Write(StackTree.From(Made.Small), stream);
        HeatmapSvg.Write(Heatmap.SubsecondHeatmap.From(Made.Small), stream);
        FoldedStacks.Write(StackTree.From(Made.Small), stream);
        Assert.True(stream.Largest is > 0 and <= 64 * 1024);
        Assert.False(stream.WasClosed);
    }

    [Theory]
    [InlineData("Width", 299)]
    [InlineData("FrameHeight", 7)]
    [InlineData("MinimumWidth", -1)]
    [InlineData("NameLimit", 15)]
    public void Options_out_of_range_throw(string option, int value)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => option switch
        {
            "Width" => new FlameGraphSvgOptions { Width = value },
            "FrameHeight" => new FlameGraphSvgOptions { FrameHeight = value },
            "MinimumWidth" => new FlameGraphSvgOptions { MinimumWidth = value },
            _ => new FlameGraphSvgOptions { NameLimit = value },
        });
        Assert.Equal(option, e.ParamName);
    }

    [Fact]
    public void The_script_is_safe_to_embed()
    {
        string svg = FlameGraphSvg.ToText(StackTree.From(Made.Small));
        int start = svg.IndexOf("<script><![CDATA[", StringComparison.Ordinal) + 17;
        string script = svg[start..svg.LastIndexOf("]]></script>", StringComparison.Ordinal)];
        Assert.DoesNotContain("]]>", script, StringComparison.Ordinal);
        Assert.DoesNotContain("</script", script, StringComparison.Ordinal);
        foreach (string bad in new[] { "eval(", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "new Function", "fetch(", "import(" })
            Assert.DoesNotContain(bad, script, StringComparison.Ordinal);
    }

    private static XDocument Load(byte[] svg)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = true };
        using XmlReader reader = XmlReader.Create(new MemoryStream(svg), settings);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static XElement[] Frames(XDocument document) => [.. document.Descendants(Svg + "g").Where(g => g.Attribute("data-f") is not null)];

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private sealed class ChunkStream : MemoryStream
    {
        public int Largest { get; private set; }

        public bool WasClosed { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Largest = Math.Max(Largest, count);

        public override void Write(ReadOnlySpan<byte> buffer) => Largest = Math.Max(Largest, buffer.Length);

        public override void Close() => WasClosed = true;
    }
}
