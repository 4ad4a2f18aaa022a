namespace FlameScope.FlameGraph;

/// <summary>On which sides of a <see cref="StackTreeDiff"/> a node is.</summary>
public enum DiffPresence
{
    /// <summary>On both.</summary>
    Both,

    /// <summary>In the target only.</summary>
    New,

    /// <summary>In the baseline only.</summary>
    Gone,
}
