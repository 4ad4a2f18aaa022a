using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>A tree: one number a line.</summary>
internal sealed class TreeFoldedSource(StackTree tree) : FoldedSource
{
    public override ReadOnlySpan<int> SubtreeEnds => tree.SubtreeEnds;

    public override ReadOnlySpan<byte> NameOf(int node) => tree.GetNameUtf8(node);

    public override FoldedCounts CountsOf(int node) => new(tree.SelfValues[node], 0);

    public override void WriteCounts(Utf8Output output, FoldedCounts counts) => output.Write(counts.First);
}
