using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

public class PaletteTests
{
    private static readonly string[] SomeNames = [.. Enumerable.Range(0, 2000).Select(i => $"function_{i}<{i % 7}>")];

    // Fixed values, so that a change of the hash is noticed: the colors of old pictures must stay valid.
    [Theory]
    [InlineData("hot", "main", FrameKind.User, "#DC9625")]
    [InlineData("hot", "main", FrameKind.Kernel, "#DC9625")]
    [InlineData("cool", "main", FrameKind.User, "#5CA9E3")]
    [InlineData("kind", "main", FrameKind.User, "#FED864")]
    [InlineData("kind", "main", FrameKind.Kernel, "#F68B5C")]
    [InlineData("kind", "", FrameKind.Jit, "#8DC97B")]
    public void Colors_do_not_change(string palette, string name, FrameKind kind, string expected) =>
        Assert.Equal(expected, Palette.Parse(palette).ColorOf(name, kind).ToHex());

    [Fact]
    public void Black_labels_are_readable_on_every_color()
    {
        foreach (Palette palette in Palette.Names.Select(Palette.Parse))
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
    public void Names_have_many_colors()
    {
        Assert.True(SomeNames.Select(name => Palette.Hot.ColorOf(name, FrameKind.User)).Distinct().Count() > 1900);
        Assert.True(SomeNames.Select(name => Palette.Kind.ColorOf(name, FrameKind.User)).Distinct().Count() > 20);
    }

    [Fact]
    public void Palettes_are_found_by_case_insensitive_name()
    {
        Assert.Same(Palette.Hot, Palette.Parse("HOT"));
        Assert.All(Palette.Names, name => Assert.Equal(name, Palette.Parse(name).Name));
        Assert.Same(Palette.Hot, Palette.Parse("hot"));
        Assert.Equal(
            [Palette.Kind, Palette.Hot, Palette.Cool, Palette.Hash, Palette.Module, Palette.Package,
                Palette.Java, Palette.JavaScript, Palette.DotNet, Palette.Rust, Palette.ColorBlind],
            Palette.Names.Select(Palette.Parse));
        Assert.Contains("kind, hot, cool", Assert.Throws<FormatException>(() => Palette.Parse("hott")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_palette_can_be_a_function_and_dark_colors_get_white_labels()
    {
        var dark = new Rgb(10, 20, 30);
        Palette palette = Palette.Create("dark", (name, kind) => name == "main" ? dark : Palette.Hot.ColorOf(name, kind));
        string svg = FlameGraphSvg.ToText(Made.Tree("main", "leaf"), new FlameGraphSvgOptions { Palette = palette });
        Assert.Contains("fill=\"#0a141e\"", svg, StringComparison.Ordinal);
        Assert.Single(svg.Split("<g class=\"w\"").Skip(1));
    }

    [Fact]
    public void A_palette_can_be_a_class_that_uses_the_tree()
    {
        string svg = FlameGraphSvg.ToText(Made.Tree("main", "leaf"), new FlameGraphSvgOptions { Palette = new ByDepth() });
        Assert.Contains("fill=\"#ffffc8\"", svg, StringComparison.Ordinal);
        Assert.Contains("fill=\"#ffffca\"", svg, StringComparison.Ordinal);
        Assert.Contains(">deep &amp; deeper</text>", svg, StringComparison.Ordinal);
    }

    // The two ways to get a color, by tree and by name, must agree.
    [Fact]
    public void Colors_by_tree_and_by_name_are_equal()
    {
        StackTree tree = StackTree.From(Made.Small);
        foreach (Palette palette in Palette.Names.Select(Palette.Parse))
        {
            foreach (StackTreeNode node in tree.Nodes.Where(n => n.Frame.Value >= 0))
            {
                string module = tree.Profile.Modules[tree.Profile.Frames[node.Frame].Module];
                Assert.Equal(palette.ColorOf(node.Name, node.Kind, module), palette.ColorOf(tree, node.Index));
            }
        }
    }

    [Theory]
    [InlineData("module", "a", FrameKind.User, "/usr/lib/libc.so.6", "b", FrameKind.User, "/lib64/libc.so.6")]
    [InlineData("module", "[libc.so.6]", FrameKind.User, "", "b", FrameKind.User, "/lib64/libc.so.6")]
    [InlineData("module", "a", FrameKind.Jit, "/tmp/perf-1.map", "b", FrameKind.Jit, "/tmp/perf-2.map")]
    [InlineData("module", "a", FrameKind.Kernel, "[kernel.kallsyms]", "b", FrameKind.Kernel, "[xfs]")]
    [InlineData("package", "java/util/HashMap::get", FrameKind.Jit, "", "java/util/List.size()", FrameKind.Inlined, "")]
    [InlineData("package", "org.shop.A.b", FrameKind.Jit, "", "org.shop.Cart.add(int)", FrameKind.Jit, "")]
    [InlineData("package", "void [A] Shop.Cart::Add(class X.Y)[Tier0]", FrameKind.Jit, "", "instance int32 [A] Shop.Item::get_Id()", FrameKind.Jit, "")]
    [InlineData("package", "JS:*a /x/node_modules/@a/b/c.js:1", FrameKind.Jit, "", "JS:~q /y/node_modules/z/node_modules/@a/b/d/e.js:7", FrameKind.Jit, "")]
    [InlineData("package", "tokio::runtime::park", FrameKind.User, "a", "<tokio::time::Sleep as core::Future>::poll", FrameKind.User, "b")]
    [InlineData("package", "read", FrameKind.User, "/lib/libc.so.6", "write", FrameKind.User, "libc.so.6")]
    public void Frames_of_a_module_or_package_have_one_hue(string palette, string name, FrameKind kind, string module, string other, FrameKind otherKind, string otherModule)
    {
        double a = Hue(Palette.Parse(palette).ColorOf(name, kind, module)), b = Hue(Palette.Parse(palette).ColorOf(other, otherKind, otherModule));
        Assert.True(Math.Min(Math.Abs(a - b), 360 - Math.Abs(a - b)) < 12, $"{a} and {b}");
    }

    [Theory]
    [InlineData("java", "java/util/HashMap::get", FrameKind.Jit, "", "java")]
    [InlineData("java", "G1::collect", FrameKind.User, "/x/libjvm.so", "jvm, c++")]
    [InlineData("java", "[libjvm.so]", FrameKind.User, "", "jvm, c++")]
    [InlineData("java", "memcpy", FrameKind.User, "/x/libc.so.6", "user")]
    [InlineData("js", "LazyCompile:*a /srv/a.js:1", FrameKind.Jit, "", "javascript")]
    [InlineData("js", "JS:*a file:///srv/node_modules/b/a.js:1", FrameKind.Jit, "", "node_modules")]
    [InlineData("js", "JS:*emit node:events:1", FrameKind.Jit, "", "node")]
    [InlineData("js", "Builtin:Call", FrameKind.Jit, "", "v8, c++")]
    [InlineData("dotnet", "void [System.Linq] System.Linq.Enumerable::Count()", FrameKind.Jit, "", "framework")]
    [InlineData("dotnet", "class [System.Net.Http]System.Net.A [Shop] Shop.A::B()", FrameKind.Jit, "", "framework")]
    [InlineData("dotnet", "void [Shop] Shop.A::B()", FrameKind.Jit, "", ".net")]
    [InlineData("dotnet", "JIT_New", FrameKind.User, "/x/libcoreclr.so", "runtime, c++")]
    [InlineData("rust", "<alloc::vec::Vec<T> as core::Drop>::drop", FrameKind.User, "", "std")]
    [InlineData("rust", "shop::main", FrameKind.User, "", "rust")]
    [InlineData("rust", "memcpy", FrameKind.User, "", "user")]
    [InlineData("rust", "core::fmt", FrameKind.Kernel, "", "kernel")]
    public void Languages_have_families(string palette, string name, FrameKind kind, string module, string family)
    {
        Rgb color = Palette.Parse(palette).ColorOf(name, kind, module);
        PaletteEntry nearest = Palette.Parse(palette).Legend.MinBy(e => Math.Abs(e.Color.R - color.R) + Math.Abs(e.Color.G - color.G) + Math.Abs(e.Color.B - color.B))!;
        Assert.Equal(family, nearest.Label);
    }

    // The smallest distance of two families in CIELAB, for normal vision and for the strongest form of each color vision deficiency by Machado,
    // Oliveira and Fernandes (2009). A distance of about 10 is visible at a glance.
    [Theory]
    [InlineData(1, 0, 0, 0, 1, 0, 0, 0, 1)]
    [InlineData(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998)]
    [InlineData(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881)]
    [InlineData(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900)]
    public void Families_are_distinguishable_with_any_color_vision_deficiency(
        double a, double b, double c, double d, double e, double f, double g, double h, double i)
    {
        double[][] seen = [.. Palette.ColorBlind.Legend.Select(entry => Lab(entry.Color, [a, b, c, d, e, f, g, h, i]))];
        double nearest = seen.SelectMany((x, n) => seen.Take(n).Select(y => Math.Sqrt(x.Zip(y, (p, q) => (p - q) * (p - q)).Sum()))).Min();
        Assert.True(nearest > 10, $"{nearest}");
    }

    private static double[] Lab(Rgb color, double[] matrix)
    {
        double[] rgb = [Linear(color.R), Linear(color.G), Linear(color.B)];
        double[] s = [.. Enumerable.Range(0, 3).Select(row => Math.Clamp(Enumerable.Range(0, 3).Sum(k => matrix[(row * 3) + k] * rgb[k]), 0, 1))];
        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((t * 24389 / 27) + 16) / 116;
        double x = F(((0.4124 * s[0]) + (0.3576 * s[1]) + (0.1805 * s[2])) / 0.9505);
        double y = F((0.2126 * s[0]) + (0.7152 * s[1]) + (0.0722 * s[2]));
        double z = F(((0.0193 * s[0]) + (0.1192 * s[1]) + (0.9505 * s[2])) / 1.089);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double Hue(Rgb color)
    {
        double max = Math.Max(color.R, Math.Max(color.G, color.B)), span = max - Math.Min(color.R, Math.Min(color.G, color.B));
        double sixth = max == color.R ? (color.G - color.B) / span : max == color.G ? 2 + ((color.B - color.R) / span) : 4 + ((color.R - color.G) / span);
        return (sixth * 60 + 360) % 360;
    }

    private static double Linear(byte channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

    private static double Luminance(Rgb color) => (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));

    private sealed class ByDepth : Palette
    {
        public override string Name => "depth";

        public override IReadOnlyList<PaletteEntry> Legend => [new("deep & deeper", new Rgb(255, 255, 200))];

        public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => default;

        public override Rgb ColorOf(StackTree tree, int node) => new(255, 255, (byte)(200 + tree.Depths[node]));
    }
}
