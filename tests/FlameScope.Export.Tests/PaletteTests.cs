using FlameScope.Heatmap;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

public class PaletteTests
{
    private static readonly string[] SomeNames = [.. Enumerable.Range(0, 2000).Select(i => $"function_{i}<{i % 7}>")];

    // Written down, so that a change of the hash is noticed: pictures made years apart must agree.
    [Theory]
    [InlineData("hot", "main", FrameKind.User, "#DC9625")]
    [InlineData("hot", "main", FrameKind.Kernel, "#DC9625")]
    [InlineData("cool", "main", FrameKind.User, "#5CA9E3")]
    [InlineData("kind", "main", FrameKind.User, "#FED864")]
    [InlineData("kind", "main", FrameKind.Kernel, "#F68B5C")]
    [InlineData("kind", "", FrameKind.Jit, "#8DC97B")]
    public void Colours_are_the_same_for_ever(string palette, string name, FrameKind kind, string expected) =>
        Assert.Equal(expected, Palette.Named(palette).ColorOf(name, kind).ToHex());

    [Fact]
    public void Black_labels_are_readable_on_every_colour()
    {
        foreach (Palette palette in Palette.Names.Select(Palette.Named))
        {
            foreach (string name in SomeNames)
            {
                foreach (FrameKind kind in Enum.GetValues<FrameKind>())
                {
                    double contrast = (Luminance(palette.ColorOf(name, kind)) + 0.05) / 0.05;
                    Assert.True(contrast >= 5, $"{palette.Name} {name} {kind}: {contrast}");
                }
            }
        }
    }

    [Fact]
    public void Kinds_differ_whatever_the_names()
    {
        FrameKind[] kinds = Enum.GetValues<FrameKind>();
        Rgb[][] colors = Array.ConvertAll(kinds, kind => Array.ConvertAll(SomeNames, name => Palette.Kind.ColorOf(name, kind)).Distinct().ToArray());
        for (int i = 0; i < kinds.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int nearest = colors[i].Min(a => colors[j].Min(b => Math.Abs(a.R - b.R) + Math.Abs(a.G - b.G) + Math.Abs(a.B - b.B)));
                Assert.True(nearest >= 50, $"{kinds[i]} and {kinds[j]}: {nearest}");
            }
        }
    }

    [Fact]
    public void Names_have_many_colours()
    {
        Assert.True(SomeNames.Select(name => Palette.Hot.ColorOf(name, FrameKind.User)).Distinct().Count() > 1900);
        Assert.True(SomeNames.Select(name => Palette.Kind.ColorOf(name, FrameKind.User)).Distinct().Count() > 20);
    }

    [Fact]
    public void Palettes_are_found_by_name_in_any_case()
    {
        Assert.Same(Palette.Hot, Palette.Named("HOT"));
        Assert.All(Palette.Names, name => Assert.Equal(name, Palette.Named(name).Name));
        Assert.Contains("kind, hot, cool", Assert.Throws<ArgumentException>(() => Palette.Named("hott")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_palette_can_be_a_function_and_dark_colours_get_white_labels()
    {
        var dark = new Rgb(10, 20, 30);
        Palette palette = Palette.From("dark", (name, kind) => name == "main" ? dark : Palette.Hot.ColorOf(name, kind));
        string svg = FlameGraphSvg.ToText(Made.Tree("main", "leaf"), new FlameGraphSvgOptions { Palette = palette });
        Assert.Contains("fill=\"#0a141e\"", svg, StringComparison.Ordinal);
        Assert.Single(svg.Split("<g class=\"w\"").Skip(1));
    }

    [Fact]
    public void A_palette_can_be_a_class_that_looks_at_the_tree()
    {
        string svg = FlameGraphSvg.ToText(Made.Tree("main", "leaf"), new FlameGraphSvgOptions { Palette = new ByDepth() });
        Assert.Contains("fill=\"#ffffc8\"", svg, StringComparison.Ordinal);
        Assert.Contains("fill=\"#ffffca\"", svg, StringComparison.Ordinal);
        Assert.Contains(">deep &amp; deeper</text>", svg, StringComparison.Ordinal);
    }

    private static double Luminance(Rgb color)
    {
        static double Linear(byte channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));
    }

    private sealed class ByDepth : Palette
    {
        public override string Name => "depth";

        public override IReadOnlyList<PaletteEntry> Legend => [new("deep & deeper", new Rgb(255, 255, 200))];

        public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => default;

        public override Rgb ColorOf(FlameGraph.StackTree tree, int node) => new(255, 255, (byte)(200 + tree.Depths[node]));
    }
}
