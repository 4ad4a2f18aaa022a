using FlameScope.Heatmap;
using Xunit;

namespace FlameScope.Export.Tests;

public class DiffPaletteTests
{
    [Fact]
    public void Colours_go_from_one_end_over_none_to_the_other()
    {
        foreach (DiffPalette palette in DiffPalette.Names.Select(DiffPalette.Parse))
        {
            Assert.Equal(palette.Grown, palette.ColorOf(1));
            Assert.Equal(palette.Shrunk, palette.ColorOf(-1));
            Assert.Equal(DiffPalette.Same, palette.ColorOf(0));
            Assert.Equal(DiffPalette.Same, palette.ColorOf(double.NaN));
            Assert.Equal(palette.Grown, palette.ColorOf(7));
            Assert.Equal(palette.Shrunk, palette.ColorOf(double.NegativeInfinity));
            // However small, a difference shows, and a greater one never less.
            Assert.NotEqual(DiffPalette.Same, palette.ColorOf(1e-12));
            Assert.NotEqual(DiffPalette.Same, palette.ColorOf(-1e-12));
            double[] distances = [.. Enumerable.Range(0, 101).Select(i => Distance(DiffPalette.Same, palette.ColorOf(i / 100.0)))];
            Assert.Equal(distances.Order(), distances);
        }
    }

    // With red and green seen as one, as the commonest colour blindness has it, and in grey.
    [Fact]
    public void Orange_and_purple_differ_without_hue()
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
