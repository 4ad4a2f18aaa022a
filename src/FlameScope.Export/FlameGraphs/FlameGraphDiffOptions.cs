namespace FlameScope.Export;

/// <summary>How a differential flame graph is drawn.</summary>
public sealed record FlameGraphDiffOptions
{
    /// <summary>
    /// Title, size, direction, unit, as of a plain flame graph. Its <see cref="FlameGraphSvgOptions.Palette"/> has no say; without a title it is
    /// <c>Differential flame graph</c>.
    /// </summary>
    public FlameGraphSvgOptions Picture { get; init; } = new();

    /// <summary>The colours of what grew and of what shrank; <see cref="DiffPalette.RedBlue"/> by default.</summary>
    public DiffPalette Palette { get; init; } = DiffPalette.RedBlue;

    /// <summary>Which side the widths are of; the target's by default.</summary>
    public DiffWidth Width { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Picture);
        ArgumentNullException.ThrowIfNull(Palette);
        if (!Enum.IsDefined(Width)) throw new ArgumentOutOfRangeException(nameof(Width), Width, "There is no such width.");
        Picture.Validate();
    }
}
