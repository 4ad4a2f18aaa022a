using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>What <see cref="FlameGraphPicture"/> draws: nodes in the order of a tree, each with a name, a width, a colour and a line of text.</summary>
internal abstract class FlameGraphSource
{
    public abstract FlameGraphLayout Frames { get; }

    public abstract ReadOnlySpan<int> Depths { get; }

    /// <summary>For each node its width; the root's is the whole.</summary>
    public abstract ReadOnlySpan<long> Widths { get; }

    /// <summary>The number of nodes that have a width but not enough of it.</summary>
    public virtual int OmittedCount => Frames.OmittedCount;

    public abstract string DefaultTitle { get; }

    public abstract IReadOnlyList<PaletteEntry> Legend { get; }

    public abstract ReadOnlySpan<byte> NameOf(int node);

    public abstract Rgb ColorOf(int node);

    /// <summary>Writes what is said of a node under its name.</summary>
    public abstract void WriteValue(Utf8Output output, int node);

    /// <summary>Writes what is said of the whole below the frames.</summary>
    public abstract void WriteNote(Utf8Output output);

    protected static Unit UnitOf(FlameGraphSvgOptions options, SampleWeight weight) =>
        new(!string.IsNullOrEmpty(options.Unit) ? options.Unit : weight == SampleWeight.Period ? "events" : "samples");
}
