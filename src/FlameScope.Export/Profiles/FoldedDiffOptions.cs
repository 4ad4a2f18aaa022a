namespace FlameScope.Export;

/// <summary>How a difference is written as folded text.</summary>
public sealed record FoldedDiffOptions
{
    /// <summary>
    /// Whether the baseline's counts are made to add up to the target's, each times <c>target's total / baseline's total</c> and without its
    /// fraction, as <c>difffolded.pl -n</c> does; <c>false</c> by default: as they were counted.
    /// </summary>
    public bool Normalize { get; init; }

    /// <summary>Whether only stacks are written that end in a frame the target lacks on that path; <c>false</c> by default.</summary>
    public bool ElidedOnly { get; init; }
}
