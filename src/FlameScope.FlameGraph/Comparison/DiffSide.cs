using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One side of a difference: its tree, and what its values are divided by.</summary>
internal readonly record struct DiffSide(StackTree Tree, long Duration, long? Period)
{
    /// <summary>The side that a tree alone makes.</summary>
    public static DiffSide Of(StackTree tree) =>
        new(tree, DurationOf(tree.Profile, tree.Range), tree.Weight == SampleWeight.Period ? tree.Total : null);

    /// <summary>The side that selected samples make.</summary>
    public static DiffSide Of(SampleSelection selection, StackTreeOptions options) =>
        new(StackTree.From(selection, options), DurationOf(selection.Profile, selection.Range), selection.GetTotal(SampleWeight.Period));

    /// <summary>How much of a range lies between the first and the last sample of a profile, both included.</summary>
    public static long DurationOf(Profile profile, TimeRange range) =>
        profile is { FirstTime: { } first, LastTime: { } last } ? range.Intersect(new TimeRange(first, last == long.MaxValue ? last : last + 1)).Duration : 0;

    /// <summary>What the values are divided by; 1 for a side whose values are all 0.</summary>
    public long AmountFor(DiffNormalization normalization)
    {
        long amount = normalization switch
        {
            DiffNormalization.Total => Tree.Total,
            DiffNormalization.Time => Duration,
            DiffNormalization.CpuTime => Period ?? throw new ArgumentException(
                "A tree that counts samples does not tell their CPU time: give the samples themselves, or trees that count periods.", nameof(normalization)),
            DiffNormalization.None => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(normalization), normalization, "There is no such normalization."),
        };
        if (amount > 0 || Tree.Total == 0) return Math.Max(amount, 1);
        throw normalization == DiffNormalization.Time
            ? new UntimedProfileException("A side of the comparison has samples but spans no time: there is no rate to compare.")
            : new InvalidOperationException("A side of the comparison has samples whose periods are all 0: there is no CPU time to compare by.");
    }
}
