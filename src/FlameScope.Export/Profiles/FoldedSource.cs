namespace FlameScope.Export;

/// <summary>What <see cref="FoldedWriter"/> walks over: nodes in the order of a <see cref="FlameScope.FlameGraph.StackTree"/>.</summary>
internal abstract class FoldedSource
{
    public abstract ReadOnlySpan<int> SubtreeEnds { get; }

    public abstract ReadOnlySpan<byte> NameOf(int node);

    public abstract FoldedCounts CountsOf(int node);

    public abstract void WriteCounts(Utf8Output output, FoldedCounts counts);
}
