using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One function of a <see cref="FunctionTable"/>.</summary>
/// <param name="Name">The name it is shown under.</param>
/// <param name="Kind">What sort of code it is.</param>
/// <param name="Self">What the samples count in which it was running.</param>
/// <param name="Total">What the samples count in whose stack it is; a sample counts once however often it is there.</param>
public readonly record struct FunctionRow(string Name, FrameKind Kind, long Self, long Total);
