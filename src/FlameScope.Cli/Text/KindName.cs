using FlameScope.Cli.Output;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>The names of the kinds of frames.</summary>
internal static class KindName
{
    public static string Of(FrameKind kind) => kind switch
    {
        FrameKind.Kernel => "kernel",
        FrameKind.User => "user",
        FrameKind.Jit => "jit",
        FrameKind.Inlined => "inlined",
        FrameKind.Interpreted => "interpreted",
        FrameKind.Runtime => "runtime",
        FrameKind.Idle => "idle",
        FrameKind.Other => "other",
        _ => "unknown",
    };

    /// <summary>Returns the style of a kind on a terminal.</summary>
    public static TextStyle StyleOf(FrameKind kind) => kind switch
    {
        FrameKind.Kernel => TextStyle.Kernel,
        FrameKind.User => TextStyle.User,
        FrameKind.Jit or FrameKind.Interpreted => TextStyle.Jit,
        FrameKind.Inlined => TextStyle.Inlined,
        _ => TextStyle.Faint,
    };
}
