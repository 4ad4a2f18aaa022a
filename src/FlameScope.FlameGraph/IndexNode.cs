using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>A node of a <see cref="StackIndex"/>.</summary>
/// <param name="Parent">Its parent; -1 for the root.</param>
/// <param name="Depth">The number of its ancestors.</param>
/// <param name="End">Its number as an end; -1 where no sample ends.</param>
/// <param name="Name">As in <see cref="TreeShape.Names"/>.</param>
/// <param name="Frame">The least frame merged into it; -1 for the root and groups.</param>
/// <param name="Kind">What sort of code it is.</param>
internal readonly record struct IndexNode(int Parent, int Depth, int End, int Name, FrameId Frame, FrameKind Kind);
