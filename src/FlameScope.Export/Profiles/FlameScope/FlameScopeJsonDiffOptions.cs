namespace FlameScope.Export;

/// <summary>Specifies which of FlameScope's differences is written as JSON.</summary>
public sealed record FlameScopeJsonDiffOptions
{
    /// <summary>
    /// Indicates whether the elided flame graph is written: the nodes of the baseline, with the values that the target lacks. The default value
    /// is <c>false</c>: the differential flame graph, which has the nodes of the target.
    /// </summary>
    public bool Elided { get; init; }
}
