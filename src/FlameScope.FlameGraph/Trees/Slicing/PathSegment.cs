namespace FlameScope.FlameGraph;

/// <summary>Nodes of one chain that a tree has, each the child of the one before.</summary>
/// <param name="Start">Where the first stands among the chains' nodes.</param>
/// <param name="Count">The number of nodes, at least 1.</param>
/// <param name="Depth">The number of the first one's ancestors.</param>
/// <param name="End">The end that the last one is; -1 when the path goes on, or no sample met ends there.</param>
internal record struct PathSegment(int Start, int Count, int Depth, int End);
