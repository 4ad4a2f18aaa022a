namespace FlameScope.Store;

/// <summary>The stacks of two queries, for a difference.</summary>
/// <param name="Baseline">The stacks to compare with.</param>
/// <param name="Target">The stacks to compare.</param>
public sealed record StackComparison(StackCounts Baseline, StackCounts Target);
