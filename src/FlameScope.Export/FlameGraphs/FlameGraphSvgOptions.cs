using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>Specifies how a flame graph is drawn.</summary>
public sealed record FlameGraphSvgOptions
{
    /// <summary>The title; <c>Flame graph</c> when <c>null</c> or empty.</summary>
    public string? Title { get; init; }

    /// <summary>A line in a smaller font below the title; <c>null</c> or empty for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Indicates whether the root is at the top. The default value is <c>false</c>: the root is at the bottom.</summary>
    public bool Icicle { get; init; }

    /// <summary>The colors of the frames. The default value is <see cref="Palette.Kind"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public Palette Palette { get; init => field = OptionChecks.NotNull(value); } = Palette.Kind;

    /// <summary>
    /// The width of the picture in pixels, from 300 to 20,000. The default value is 1,200. In a browser, a picture that is opened by itself is as
    /// wide as the window.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int Width { get; init => field = OptionChecks.InRange(value, 300, 20_000); } = 1200;

    /// <summary>The height of a frame in pixels, including the gap to the next frame, from 8 to 100. The default value is 17.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int FrameHeight { get; init => field = OptionChecks.InRange(value, 8, 100); } = 17;

    /// <summary>
    /// The minimum width of a frame, in pixels of a picture of <see cref="Width"/>, from 0 to 100. The default value is 0.1. Narrower frames are
    /// omitted, and the picture shows their number and their share of the total.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public double MinimumWidth { get; init => field = OptionChecks.InRange(value, 0, 100); } = 0.1;

    /// <summary>
    /// The maximum length of a name in bytes of UTF-8, from 16 to 65,536. The default value is 500. A longer name ends in an ellipsis, and the
    /// search does not find the rest of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int NameLimit { get; init => field = OptionChecks.InRange(value, 16, 65_536); } = 500;

    /// <summary>
    /// The unit of values, as a plural; for a value of 1 the <c>s</c> at its end is removed. When <c>null</c> or empty, the unit is
    /// <c>samples</c>, or <c>events</c> when the tree weighs samples by their period.
    /// </summary>
    public string? Unit { get; init; }
}
