namespace FlameScope.Export;

/// <summary>Specifies the values that are the widths of a differential flame graph.</summary>
public enum DiffWidth
{
    /// <summary>The values of the target. Nodes that the target lacks have no frame.</summary>
    Target,

    /// <summary>The values of the baseline. Nodes that the baseline lacks have no frame.</summary>
    Baseline,

    /// <summary>The values of the baseline in nodes that the target lacks, and the paths to these nodes.</summary>
    Elided,
}
