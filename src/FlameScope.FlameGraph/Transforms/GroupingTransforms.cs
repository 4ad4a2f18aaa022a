using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Frames become their package.</summary>
internal sealed class PackageGrouping(string text, bool npm, bool types) : FrameTransform(text)
{
    protected override Merging Merges => Merging.Renamed;

    protected override string? NameOf(string name, Frame frame, Profile profile)
    {
        if (npm && NodeFunction.FileOf(name) is { } file) return NpmPackage.Of(file) ?? name;
        return types && IsCompiledAtRunTime(frame, profile) ? TypePackage.Of(name) ?? name : name;
    }

    // What was inlined into such code keeps its module. Dots in other languages' names mean other things.
    private static bool IsCompiledAtRunTime(Frame frame, Profile profile) =>
        frame.Kind == FrameKind.Jit || (frame.Kind == FrameKind.Inlined && ModuleKind.Of(profile.Modules.GetUtf8(frame.Module)) == FrameKind.Jit);
}
