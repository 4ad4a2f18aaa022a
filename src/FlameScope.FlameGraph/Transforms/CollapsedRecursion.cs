using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>A function that calls itself directly becomes one frame.</summary>
internal sealed class CollapsedRecursion() : FrameTransform("collapse-recursion")
{
    protected override Merging Merges => Merging.All;

    protected override string? NameOf(string name, Frame frame, Profile profile) => name;
}
