using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>Specifies how a differential flame graph is drawn.</summary>
public sealed record FlameGraphDiffOptions
{
    /// <summary>
    /// The title, size, direction and unit of the picture. <see cref="FlameGraphSvgOptions.Palette"/> is ignored. Without a title, it is
    /// <c>Differential flame graph</c>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public FlameGraphSvgOptions Picture { get; init => field = OptionChecks.NotNull(value); } = new();

    /// <summary>The colors of increases and decreases. The default value is <see cref="DiffPalette.RedBlue"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public DiffPalette Palette { get; init => field = OptionChecks.NotNull(value); } = DiffPalette.RedBlue;

    /// <summary>The side whose values are the widths of the frames. The default value is <see cref="DiffWidth.Target"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public DiffWidth Width { get; init => field = OptionChecks.Defined(value); }
}
