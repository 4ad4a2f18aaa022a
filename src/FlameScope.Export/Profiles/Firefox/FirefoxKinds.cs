using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The categories that stand for the kinds of code. The profiler requires a gray one for all that has no other.</summary>
internal static class FirefoxKinds
{
    public static readonly (string Name, string Color)[] Categories =
    [
        ("Other", "grey"), // cspell:disable-line
        ("Kernel", "orange"),
        ("User", "yellow"),
        ("JIT", "green"),
        ("Interpreter", "lightblue"),
        ("Runtime", "magenta"),
        ("Idle", "transparent"),
        ("No code", "brown"),
    ];

    public static int CategoryOf(FrameKind kind) => kind switch
    {
        FrameKind.Kernel => 1,
        FrameKind.User => 2,
        FrameKind.Jit => 3,
        FrameKind.Interpreted => 4,
        FrameKind.Runtime => 5,
        FrameKind.Idle => 6,
        FrameKind.Other => 7,
        _ => 0,
    };
}
