using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The frames that a line stands for: one, or several where a symbol packs inlined functions.</summary>
internal readonly record struct FrameRef(int Code)
{
    public static FrameRef Of(FrameId frame) => new(frame.Value << 1);

    /// <summary>Several frames, remembered elsewhere.</summary>
    public static FrameRef OfRun(int run) => new((run << 1) | 1);

    public bool AreSeveral => (Code & 1) != 0;

    /// <summary>The only frame.</summary>
    public FrameId Single => new(Code >> 1);

    /// <summary>Which of those remembered.</summary>
    public int Run => Code >> 1;
}
