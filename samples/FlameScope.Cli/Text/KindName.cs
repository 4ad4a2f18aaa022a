using FlameScope.Model;
using Spectre.Console;

namespace FlameScope.Cli.Text;

/// <summary>The words for kinds of frames.</summary>
internal static class KindName
{
    public static string Of(FrameKind kind) => kind switch
    {
        FrameKind.Kernel => "kernel",
        FrameKind.User => "user",
        FrameKind.Jit => "jit",
        FrameKind.Inlined => "inlined",
        _ => "unknown",
    };

    /// <summary>How they are shown on a terminal.</summary>
    public static Style StyleOf(FrameKind kind) => new(kind switch
    {
        FrameKind.Kernel => Color.Orange1,
        FrameKind.User => Color.IndianRed1,
        FrameKind.Jit => Color.Green3,
        FrameKind.Inlined => Color.Aquamarine3,
        _ => Color.Grey,
    });
}
