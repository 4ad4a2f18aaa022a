using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Specifies how a heat map is drawn.</summary>
public sealed record HeatmapSvgOptions
{
    /// <summary>The title; <c>Subsecond heat map</c> when <c>null</c> or empty.</summary>
    public string? Title { get; init; }

    /// <summary>A line in a smaller font below the title; <c>null</c> or empty for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The colors of the cells. The default value is <see cref="ColorScale.FlameScope"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public ColorScale ColorScale { get; init => field = OptionChecks.NotNull(value); } = ColorScale.FlameScope;

    /// <summary>The width of a cell in pixels, from 1 to 100. The default value is 0: the map is about 1,100 pixels wide.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int CellWidth { get; init => field = OptionChecks.InRange(value, 0, 100); }

    /// <summary>The height of a cell in pixels, from 1 to 100. The default value is 0: the map is about 450 pixels high.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int CellHeight { get; init => field = OptionChecks.InRange(value, 0, 100); }

    /// <summary>
    /// A range to outline, in time order: from its start up the first column, through all columns between, to its end in the last column. Cells
    /// that overlap the range are inside. Nothing is outlined when the value is <c>null</c>, empty or outside the map.
    /// </summary>
    public TimeRange? Highlight { get; init; }
}
