using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Functions of JavaScript by their names alone.</summary>
internal sealed class NodeFunctions() : FrameTransform("nodejs")
{
    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) => NodeFunction.NameOf(name);
}
