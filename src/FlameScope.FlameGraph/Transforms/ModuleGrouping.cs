using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Frames become their module.</summary>
internal sealed class ModuleGrouping() : FrameTransform("by-module")
{
    protected override Merging Merges => Merging.All;

    protected override string? NameOf(string name, Frame frame, Profile profile) => ModuleLabel.Of(frame, profile);
}
