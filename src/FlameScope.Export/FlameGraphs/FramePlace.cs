namespace FlameScope.Export;

/// <summary>Where one frame of a flame graph stands.</summary>
/// <param name="Node">The frame's node in the tree.</param>
/// <param name="Depth">The number of frames below it; 0 for the root.</param>
/// <param name="Start">Where it starts, in the tree's unit, from 0.</param>
/// <param name="Width">How wide it is, in the tree's unit: the node's total.</param>
public readonly record struct FramePlace(int Node, int Depth, long Start, long Width);
