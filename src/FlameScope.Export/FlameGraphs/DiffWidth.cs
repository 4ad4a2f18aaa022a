namespace FlameScope.Export;

/// <summary>What the widths of a differential flame graph show.</summary>
public enum DiffWidth
{
    /// <summary>The target: what is there now. What is gone has no frame.</summary>
    Target,

    /// <summary>The baseline: what was there. What is new has no frame.</summary>
    Baseline,

    /// <summary>Only what is gone: what the baseline counts in nodes that the target lacks, and the paths to them.</summary>
    Elided,
}
