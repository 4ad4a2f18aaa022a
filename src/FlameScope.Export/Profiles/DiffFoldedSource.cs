using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>A difference: the baseline's number, then the target's.</summary>
internal sealed class DiffFoldedSource(StackTreeDiff diff, FoldedDiffOptions options) : FoldedSource
{
    public override ReadOnlySpan<int> SubtreeEnds => diff.SubtreeEnds;

    public override ReadOnlySpan<byte> NameOf(int node) => diff.GetNameUtf8(node);

    public override FoldedCounts CountsOf(int node) => options.ElidedOnly
        ? new(diff.GetElidedSelf(node), 0)
        : new(diff.BaselineSelfValues[node], diff.TargetSelfValues[node]);

    public override void WriteCounts(Utf8Output output, FoldedCounts counts)
    {
        output.Write(options.Normalize ? Scale(counts.First) : counts.First);
        output.WriteByte((byte)' ');
        output.Write(counts.Second);
    }

    // A part of the baseline's total times the target's total, divided by the former: never more than the latter.
    private long Scale(long count) => diff.Baseline.Total == 0 ? 0 : (long)((Int128)count * diff.Target.Total / diff.Baseline.Total);
}
