namespace FlameScope.Export;

/// <summary>Specifies how a difference is written as folded stacks.</summary>
public sealed record FoldedDiffOptions
{
    /// <summary>
    /// Indicates whether the counts of the baseline are scaled to the total of the target: each is multiplied by <c>target total / baseline
    /// total</c> and truncated, as by <c>difffolded.pl -n</c>. The default value is <c>false</c>: the recorded counts are written.
    /// </summary>
    public bool Normalize { get; init; }

    /// <summary>
    /// Indicates whether only the stacks are written that end in a frame that the target lacks on that path. The default value is <c>false</c>.
    /// </summary>
    public bool ElidedOnly { get; init; }
}
