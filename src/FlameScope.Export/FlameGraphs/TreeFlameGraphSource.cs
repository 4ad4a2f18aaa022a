using FlameScope.FlameGraph;
using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>A tree under a palette.</summary>
internal sealed class TreeFlameGraphSource(FlameGraphLayout layout, FlameGraphSvgOptions options) : FlameGraphSource
{
    private readonly StackTree _tree = layout.Tree;
    private readonly Unit _unit = UnitOf(options, layout.Tree.Weight);

    public override FramePlacing Frames => layout.Placing;

    public override ReadOnlySpan<int> Depths => _tree.Depths;

    public override ReadOnlySpan<long> Widths => _tree.TotalValues;

    public override string DefaultTitle => "Flame graph";

    public override IReadOnlyList<PaletteEntry> Legend => options.Palette.Legend;

    public override ReadOnlySpan<byte> NameOf(int node) => _tree.GetNameUtf8(node);

    public override Rgb ColorOf(int node) => options.Palette.ColorOf(_tree, node);

    public override void WriteValue(Utf8Output output, int node)
    {
        _unit.Write(output, _tree.TotalValues[node]);
        output.Write(", "u8);
        output.WritePercent(_tree.TotalValues[node], _tree.Total);
        output.WriteByte((byte)'%');
    }

    public override void WriteNote(Utf8Output output) => _unit.Write(output, _tree.Total);
}
