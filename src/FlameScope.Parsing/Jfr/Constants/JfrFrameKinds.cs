using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The kinds of frames that the JDK and async-profiler write.</summary>
internal enum JfrFrameKind
{
    Unknown,
    Interpreted,
    Compiled,
    Inlined,
    Native,
    Cpp,
    Kernel,
}

/// <summary>Converts the kinds of frames.</summary>
internal static class JfrFrameKinds
{
    /// <summary>Returns the kind with a description.</summary>
    public static JfrFrameKind Parse(ReadOnlySpan<byte> description)
    {
        if (description.SequenceEqual("Interpreted"u8)) return JfrFrameKind.Interpreted;
        if (description.SequenceEqual("JIT compiled"u8) || description.SequenceEqual("C1 compiled"u8)) return JfrFrameKind.Compiled;
        if (description.SequenceEqual("Inlined"u8)) return JfrFrameKind.Inlined;
        if (description.SequenceEqual("Native"u8)) return JfrFrameKind.Native;
        if (description.SequenceEqual("C++"u8)) return JfrFrameKind.Cpp;
        return description.SequenceEqual("Kernel"u8) ? JfrFrameKind.Kernel : JfrFrameKind.Unknown;
    }

    /// <summary>Returns the kind of the model.</summary>
    public static FrameKind ToModel(JfrFrameKind kind) => kind switch
    {
        JfrFrameKind.Interpreted => FrameKind.Interpreted,
        JfrFrameKind.Compiled or JfrFrameKind.Inlined => FrameKind.Jit,
        JfrFrameKind.Native or JfrFrameKind.Cpp => FrameKind.User,
        JfrFrameKind.Kernel => FrameKind.Kernel,
        _ => FrameKind.Unknown,
    };

    /// <summary>Indicates whether the type of the method of a frame of async-profiler is a library.</summary>
    public static bool IsNative(JfrFrameKind kind) => kind is JfrFrameKind.Native or JfrFrameKind.Cpp or JfrFrameKind.Kernel;
}
