using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// A reference to the frames of a line: a single frame, or the index of a cached run of several. The lowest bit of the code distinguishes them.
/// </summary>
internal readonly record struct FrameRef(int Code)
{
    public static FrameRef Of(FrameId frame) => new(frame.Value << 1);

    /// <summary>References a cached run of frames.</summary>
    public static FrameRef OfRun(int run) => new((run << 1) | 1);

    public bool AreSeveral => (Code & 1) != 0;

    /// <summary>The only frame.</summary>
    public FrameId Single => new(Code >> 1);

    /// <summary>The index of the cached run of frames.</summary>
    public int Run => Code >> 1;
}
