using System.Text;
using System.Text.Unicode;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>The input of <see cref="FoldedWriter"/>: nodes in the order of a <see cref="StackTree"/>.</summary>
internal abstract class FoldedSource
{
    private readonly Dictionary<int, byte[]> _replaced = [];

    public abstract ReadOnlySpan<int> SubtreeEnds { get; }

    /// <summary>Returns the name of a node in valid UTF-8. Other bytes, which some demanglers produce, are replaced, since readers refuse them.</summary>
    public ReadOnlySpan<byte> NameOf(int node)
    {
        ReadOnlySpan<byte> name = RecordedNameOf(node);
        if (Utf8.IsValid(name)) return name;
        if (!_replaced.TryGetValue(node, out byte[]? replaced))
        {
            _replaced.Add(node, replaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name)));
        }
        return replaced;
    }

    protected abstract ReadOnlySpan<byte> RecordedNameOf(int node);

    public abstract FoldedCounts CountsOf(int node);

    public abstract void WriteCounts(Utf8Output output, FoldedCounts counts);
}

/// <summary>The counts of a folded line: one number, or the numbers of both sides of a difference.</summary>
internal readonly record struct FoldedCounts(long First, long Second)
{
    public bool IsZero => First == 0 && Second == 0;

    public static FoldedCounts operator +(FoldedCounts a, FoldedCounts b) => new(a.First + b.First, a.Second + b.Second);
}

/// <summary>The nodes of a tree, with one number per line.</summary>
internal sealed class TreeFoldedSource(StackTree tree) : FoldedSource
{
    public override ReadOnlySpan<int> SubtreeEnds => tree.SubtreeEnds;

    protected override ReadOnlySpan<byte> RecordedNameOf(int node) => tree.GetNameUtf8(node);

    public override FoldedCounts CountsOf(int node) => new(tree.SelfValues[node], 0);

    public override void WriteCounts(Utf8Output output, FoldedCounts counts) => output.Write(counts.First);
}

/// <summary>The nodes of a difference, with the number of the baseline and the number of the target per line.</summary>
internal sealed class DiffFoldedSource(StackTreeDiff diff, FoldedDiffOptions options) : FoldedSource
{
    public override ReadOnlySpan<int> SubtreeEnds => diff.SubtreeEnds;

    protected override ReadOnlySpan<byte> RecordedNameOf(int node) => diff.GetNameUtf8(node);

    public override FoldedCounts CountsOf(int node) => options.ElidedOnly
        ? new(diff.TargetNodes[node] < 0 ? diff.BaselineSelfValues[node] : 0, 0)
        : new(diff.BaselineSelfValues[node], diff.TargetSelfValues[node]);

    public override void WriteCounts(Utf8Output output, FoldedCounts counts)
    {
        output.Write(options.Normalize ? Scale(counts.First) : counts.First);
        output.WriteByte((byte)' ');
        output.Write(counts.Second);
    }

    // The count is at most the baseline's total, so the result is at most the target's total and fits a long.
    private long Scale(long count) => diff.Baseline.Total == 0 ? 0 : (long)((Int128)count * diff.Target.Total / diff.Baseline.Total);
}
