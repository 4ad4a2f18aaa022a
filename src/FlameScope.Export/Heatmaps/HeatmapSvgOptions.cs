using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>How a heat map is drawn.</summary>
public sealed record HeatmapSvgOptions
{
    /// <summary>The line at the top; <c>Subsecond heat map</c> when <c>null</c> or empty.</summary>
    public string? Title { get; init; }

    /// <summary>A smaller line below the title; <c>null</c> or empty for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The colours of the cells; <see cref="ColorScale.FlameScope"/> by default.</summary>
    public ColorScale Colors { get; init; } = ColorScale.FlameScope;

    /// <summary>The width of a cell in pixels, from 1 to 100; 0, the default, to make the map about 1100 pixels wide.</summary>
    public int CellWidth { get; init; }

    /// <summary>The height of a cell in pixels, from 1 to 100; 0, the default, to make the map about 450 pixels high.</summary>
    public int CellHeight { get; init; }

    /// <summary>
    /// A range to draw an outline around, in time order: up its first column, over whole columns, and up to its end in the last. Cells that it
    /// only touches are inside. <c>null</c>, an empty range and one outside the map draw nothing.
    /// </summary>
    public TimeRange? Highlight { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Colors);
        Check(CellWidth, nameof(CellWidth));
        Check(CellHeight, nameof(CellHeight));
    }

    private static void Check(int size, string name)
    {
        if (size is < 0 or > 100) throw new ArgumentOutOfRangeException(name, size, $"{name} must be from 1 to 100, or 0 to be chosen.");
    }
}
