using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>
/// The input of <see cref="FlameGraphPicture"/>: nodes in the order of a tree, each with a name, a width, a color and a line of text.
/// </summary>
internal abstract class FlameGraphSource
{
    public abstract FlameGraphLayout Frames { get; }

    public abstract ReadOnlySpan<int> Depths { get; }

    /// <summary>The width of each node. The width of the root is the total.</summary>
    public abstract ReadOnlySpan<long> Widths { get; }

    /// <summary>The number of nodes that have a width but are too narrow.</summary>
    public virtual int OmittedCount => Frames.OmittedCount;

    /// <summary>The time of the left edge, in nanoseconds, if widths are nanoseconds of time; otherwise <c>null</c>, and there is no axis.</summary>
    public virtual long? AxisStart => null;

    public abstract string DefaultTitle { get; }

    public abstract IReadOnlyList<PaletteEntry> Legend { get; }

    public abstract ReadOnlySpan<byte> NameOf(int node);

    public abstract Rgb ColorOf(int node);

    /// <summary>Writes the text that follows the name of a node.</summary>
    public abstract void WriteValue(Utf8Output output, int node);

    /// <summary>Writes the text about the total, which is shown below the frames.</summary>
    public abstract void WriteNote(Utf8Output output);

    protected static Unit UnitOf(FlameGraphSvgOptions options, string unit) => new(string.IsNullOrEmpty(options.Unit) ? unit : options.Unit);
}
