using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Names lose their argument lists and template arguments.</summary>
internal sealed class StrippedArguments() : FrameTransform("strip-arguments")
{
    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) => ArgumentLists.Strip(name);
}
