namespace FlameScope.Export;

/// <summary>What a line of folded text counts: one number, or one a side.</summary>
internal readonly record struct FoldedCounts(long First, long Second)
{
    public bool IsNothing => First == 0 && Second == 0;

    public static FoldedCounts operator +(FoldedCounts a, FoldedCounts b) => new(a.First + b.First, a.Second + b.Second);
}
