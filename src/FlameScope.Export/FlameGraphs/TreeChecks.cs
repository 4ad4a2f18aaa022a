using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>What every writer of trees asks for.</summary>
internal static class TreeChecks
{
    public static void ThrowIfReturned(StackTree tree)
    {
        if (tree.Count == 0) throw new ArgumentException("The tree has been returned to its builder and holds nothing.", nameof(tree));
    }
}
