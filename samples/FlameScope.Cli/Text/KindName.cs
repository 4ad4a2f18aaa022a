using FlameScope.Model;

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
}
