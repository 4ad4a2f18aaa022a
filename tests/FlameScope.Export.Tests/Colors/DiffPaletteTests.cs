using FlameScope.Heatmap;
using Xunit;

namespace FlameScope.Export.Tests;

public class DiffPaletteTests
{
    [Fact]
    public void Colors_go_from_decrease_through_no_difference_to_increase()
    {
        foreach (DiffPalette palette in DiffPalette.Names.Select(DiffPalette.Parse))
        {
            Assert.Equal(palette.Grown, palette.ColorOf(1));
            Assert.Equal(palette.Shrunk, palette.ColorOf(-1));
            Assert.Equal(DiffPalette.Same, palette.ColorOf(0));
            Assert.Equal(DiffPalette.Same, palette.ColorOf(double.NaN));
            Assert.Equal(palette.Grown, palette.ColorOf(7));
            Assert.Equal(palette.Shrunk, palette.ColorOf(double.NegativeInfinity));
            // Every difference is visible, and a larger one has at least the same distance.
            Assert.NotEqual(DiffPalette.Same, palette.ColorOf(1e-12));
            Assert.NotEqual(DiffPalette.Same, palette.ColorOf(-1e-12));
            double[] distances = [.. Enumerable.Range(0, 101).Select(i => Distance(DiffPalette.Same, palette.ColorOf(i / 100.0)))];
            Assert.Equal(distances.Order(), distances);
        }
    }

    // With red and green not distinguished, as in the most common color vision deficiency, and in gray.
    [Fact]
    public void Orange_and_purple_differ_in_lightness()
    {
        DiffPalette palette = DiffPalette.OrangePurple;
        Assert.True(Math.Abs(Grey(palette.Grown) - Grey(palette.Shrunk)) > 50);
        Assert.True(Math.Abs(palette.Grown.B - palette.Shrunk.B) > 100);
    }

    [Fact]
    public void Palettes_have_names()
    {
        Assert.Same(DiffPalette.RedBlue, DiffPalette.Parse("Red-Blue"));
        Assert.Contains("orange-purple", Assert.Throws<FormatException>(() => DiffPalette.Parse("mauve")).Message, StringComparison.Ordinal);
        Assert.Equal(new Rgb(1, 2, 3), DiffPalette.Create("mine", new Rgb(1, 2, 3), default).ColorOf(1));
    }

    private static double Distance(Rgb a, Rgb b) => Math.Abs(a.R - b.R) + Math.Abs(a.G - b.G) + Math.Abs(a.B - b.B);

    private static double Grey(Rgb c) => (0.299 * c.R) + (0.587 * c.G) + (0.114 * c.B);
}
