using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Frames of the kernel become one frame a row.</summary>
internal sealed class CollapsedKernel() : FrameTransform("collapse-kernel")
{
    protected override Merging Merges => Merging.Renamed;

    // What was inlined into kernel code is of the kernel, too.
    protected override string? NameOf(string name, Frame frame, Profile profile) =>
        frame.Kind == FrameKind.Kernel || (frame.Kind == FrameKind.Inlined && ModuleKind.Of(profile.Modules.GetUtf8(frame.Module)) == FrameKind.Kernel)
            ? "[kernel]"
            : name;
}
