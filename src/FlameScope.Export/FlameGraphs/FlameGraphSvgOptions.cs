using System.Globalization;

namespace FlameScope.Export;

/// <summary>How a flame graph is drawn.</summary>
public sealed record FlameGraphSvgOptions
{
    /// <summary>The line at the top; <c>Flame graph</c> when <c>null</c> or empty.</summary>
    public string? Title { get; init; }

    /// <summary>A smaller line below the title; <c>null</c> or empty for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Whether the root is at the top and the leaves below; <c>false</c> by default: flames, with the root at the bottom.</summary>
    public bool Icicle { get; init; }

    /// <summary>The colours of the frames; <see cref="Palette.Kind"/> by default.</summary>
    public Palette Palette { get; init; } = Palette.Kind;

    /// <summary>
    /// The width of the whole picture in pixels, from 300 to 20000; 1200 by default. Opened in a browser, the picture takes the window's width.
    /// </summary>
    public int Width { get; init; } = 1200;

    /// <summary>The height of a frame in pixels, from 8 to 100, the gap to the next included; 17 by default.</summary>
    public int FrameHeight { get; init; } = 17;

    /// <summary>
    /// The least width of a frame, in pixels of the picture at <see cref="Width"/>, from 0 to 100; 0.1 by default. Narrower frames are left
    /// out, and the picture says how many and what share of the whole they are.
    /// </summary>
    public double MinimumWidth { get; init; } = 0.1;

    /// <summary>
    /// The most of a name that is written, in bytes of UTF-8, from 16 to 65536; 500 by default. A longer name ends in an ellipsis, and search
    /// does not see the rest.
    /// </summary>
    public int NameLimit { get; init; } = 500;

    /// <summary>
    /// What a frame's value counts, as a plural whose <c>s</c> a value of 1 leaves out; <c>null</c> or empty for <c>samples</c>, or
    /// <c>events</c> when the tree weighs samples by their period.
    /// </summary>
    public string? Unit { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Palette);
        Check(Width, 300, 20_000, nameof(Width));
        Check(FrameHeight, 8, 100, nameof(FrameHeight));
        Check(MinimumWidth, 0, 100, nameof(MinimumWidth));
        Check(NameLimit, 16, 65_536, nameof(NameLimit));
    }

    private static void Check(double value, double from, double to, string name)
    {
        if (!(value >= from && value <= to)) throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be from {from} to {to}."));
    }
}
