using System.Diagnostics.CodeAnalysis;

namespace FlameScope.FlameGraph;

/// <summary>Throws the exception for an index that is not the index of a node.</summary>
internal static class NodeError
{
    [DoesNotReturn]
    public static void Throw(int node, int count) => throw new ArgumentOutOfRangeException(
        nameof(node), node, FormattableString.Invariant($"The index of a node must be at least 0 and less than {count}."));
}
