using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Heatmap.Tests;

public class ColorScaleTests
{
    [Theory]
    [InlineData(0, 100, "#FFFFFF")]
    [InlineData(25, 100, "#FFA899")]
    [InlineData(50, 100, "#FF5032")]
    [InlineData(75, 100, "#F22D23")]
    [InlineData(100, 100, "#E50914")]
    [InlineData(1, 1, "#E50914")]
    [InlineData(1, 2, "#FF5032")]
    public void FlameScope_goes_from_white_through_orange_to_red(long value, long maximum, string color) =>
        Assert.Equal(color, ColorScale.FlameScope.ColorOf(value, maximum).ToHex());

    // Zero is white, one and two are blue, and values from three are red, with any maximum.
    [Theory]
    [InlineData(0, "#FFFFFF")]
    [InlineData(1, "#FFFFFF #6AAAFF")]
    [InlineData(2, "#FFFFFF #6AAAFF #B2A5DA")]
    [InlineData(3, "#FFFFFF #6AAAFF #B2A5DA #E50914")]
    [InlineData(4, "#FFFFFF #6AAAFF #B2A5DA #FF5032 #E50914")]
    [InlineData(5, "#FFFFFF #6AAAFF #B2A5DA #FF5032 #F22D23 #E50914")]
    [InlineData(6, "#FFFFFF #6AAAFF #B2A5DA #FF5032 #F63828 #EE211E #E50914")]
    [InlineData(8, "#FFFFFF #6AAAFF #B2A5DA #FAA0B5 #FF5032 #F93E2B #F22D23 #EC1B1C #E50914")]
    public void Enhanced_works_with_small_maxima(long maximum, string colors)
    {
        string[] actual = [.. Enumerable.Range(0, (int)maximum + 1).Select(value => ColorScale.Enhanced.ColorOf(value, maximum).ToHex())];

        Assert.Equal(colors, string.Join(' ', actual));
    }

    [Theory]
    [InlineData(0, "#FFFFFF")]
    [InlineData(1, "#6AAAFF")]
    [InlineData(3, "#FAA0B5")]
    [InlineData(500, "#FF5032")]
    [InlineData(1000, "#E50914")]
    public void Enhanced_emphasizes_low_values(long value, string color) => Assert.Equal(color, ColorScale.Enhanced.ColorOf(value, 1000).ToHex());

    [Fact]
    public void More_is_never_less_red() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<int>(), (maximum, a, b) =>
        {
            // Green decreases from each color to the next in both scales.
            return new[] { ColorScale.FlameScope, ColorScale.Enhanced }.All(
                scale => scale.ColorOf(Math.Max(a, b), maximum.Get).G <= scale.ColorOf(Math.Min(a, b), maximum.Get).G);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(10)]
    public void Values_outside_the_scale_have_the_colors_of_its_ends(long maximum)
    {
        foreach (ColorScale scale in ColorScale.Names.Select(ColorScale.Parse))
        {
            Assert.Equal(scale.Stops[0].Color, scale.ColorOf(long.MinValue, maximum));
            Assert.Equal(scale.Stops[0].Color, scale.ColorOf(0, maximum));
            Assert.Equal(scale.Stops[^1].Color, scale.ColorOf(maximum, maximum));
            Assert.Equal(scale.Stops[^1].Color, scale.ColorOf(long.MaxValue, maximum));
        }
    }

    [Fact]
    public void A_map_of_zeros_is_white()
    {
        Assert.Equal("#FFFFFF", ColorScale.FlameScope.ColorOf(0, 0).ToHex());
        Assert.Equal("#FFFFFF", ColorScale.Enhanced.ColorOf(7, 0).ToHex());
        Assert.Throws<ArgumentOutOfRangeException>(() => ColorScale.Enhanced.ColorOf(0, -1));
    }

    [Fact]
    public void Scales_are_found_by_name()
    {
        Assert.Equal(["flamescope", "enhanced", "viridis", "ember"], ColorScale.Names);
        Assert.Same(ColorScale.Enhanced, ColorScale.Parse("Enhanced"));
        Assert.Same(ColorScale.FlameScope, ColorScale.Parse("flamescope"));

        var e = Assert.Throws<FormatException>(() => ColorScale.Parse("mauve"));
        Assert.Equal("There is no color scale 'mauve'; the color scales are flamescope, enhanced, viridis, ember.", e.Message);
        Assert.False(ColorScale.TryParse("mauve", out ColorScale? none));
        Assert.Null(none);
        Assert.True(ColorScale.TryParse("EMBER", null, out ColorScale? ember));
        Assert.Same(ColorScale.Ember, ember);
    }

    [Fact]
    public void A_scale_can_be_made_from_stops()
    {
        ColorStop[] stops = [new(Rgb.Parse("#000000"), 0, 0), new(Rgb.Parse("#ffffff"), 0, 1)];
        var scale = ColorScale.Create("gray", stops);
        stops[0] = default;

        Assert.Equal("#808080", scale.ColorOf(1, 2).ToHex());
        Assert.Equal("gray", scale.Name);
        Assert.Equal(2, scale.Stops.Count);
        Assert.Equal("#FFFFFF", ColorScale.Create("one", [new ColorStop(new Rgb(255, 255, 255), 0, 0)]).ColorOf(5, 9).ToHex());
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(0, -0.5)]
    [InlineData(0, 1.5)]
    [InlineData(0, double.NaN)]
    public void Stops_are_checked(double value, double fraction) =>
        Assert.Throws<ArgumentException>(() => ColorScale.Create("bad", [new ColorStop(default, value, fraction)]));

    [Fact]
    public void A_scale_has_a_name_and_stops()
    {
        Assert.Throws<ArgumentException>(() => ColorScale.Create("none", []));
        Assert.Throws<ArgumentException>(() => ColorScale.Create("", [default]));
    }

    [Fact]
    public void Colors_are_written_and_read_as_hexadecimal_digits()
    {
        Assert.Equal("#0A00FF", new Rgb(10, 0, 255).ToHex());
        Assert.Equal(new Rgb(10, 0, 255), Rgb.Parse("#0a00Ff"));
        Assert.Equal("#0A00FF", new Rgb(10, 0, 255).ToString());
        Assert.True(Rgb.TryParse("#0a00Ff", null, out Rgb color));
        Assert.Equal(new Rgb(10, 0, 255), color);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0A00FF")]
    [InlineData("#0A00F")]
    [InlineData("#0A00FFF")]
    [InlineData("#0A00FG")]
    [InlineData("# 0A00F")]
    public void Other_text_is_not_a_color(string text)
    {
        Assert.Throws<FormatException>(() => Rgb.Parse(text));
        Assert.False(Rgb.TryParse(text, out _));
    }

    [Fact]
    public void Mixing_stays_between_the_colors()
    {
        Rgb black = new(0, 0, 0), white = new(255, 255, 255);

        Assert.Equal(black, black.MixWith(white, double.NaN));
        Assert.Equal(black, black.MixWith(white, -1));
        Assert.Equal(white, black.MixWith(white, 2));
        Assert.Equal(new Rgb(128, 128, 128), black.MixWith(white, 0.5));
    }
}
