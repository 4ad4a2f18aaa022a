using FlameScope.FlameGraph;
using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>The nodes of a tree, colored by a palette.</summary>
internal sealed class TreeFlameGraphSource(StackTree tree, FlameGraphSvgOptions options) : FlameGraphSource
{
    private readonly Unit _unit = UnitOf(options, tree.Unit);

    public override FlameGraphLayout Frames { get; } =
        FlameGraphLayout.Of(tree.Depths, tree.SubtreeEnds, tree.TotalValues, options.MinimumWidth / FlameGraphPicture.InnerWidth(options));

    public override ReadOnlySpan<int> Depths => tree.Depths;

    public override ReadOnlySpan<long> Widths => tree.TotalValues;

    public override string DefaultTitle => "Flame graph";

    public override IReadOnlyList<PaletteEntry> Legend => options.Palette.LegendOf(tree.Kinds);

    public override ReadOnlySpan<byte> NameOf(int node) => tree.GetNameUtf8(node);

    public override Rgb ColorOf(int node) => options.Palette.ColorOf(tree, node);

    public override void WriteValue(Utf8Output output, int node)
    {
        _unit.Write(output, tree.TotalValues[node]);
        output.Write(", "u8);
        output.WritePercent(tree.TotalValues[node], tree.Total);
        output.WriteByte((byte)'%');
    }

    public override void WriteNote(Utf8Output output) => _unit.Write(output, tree.Total);
}
