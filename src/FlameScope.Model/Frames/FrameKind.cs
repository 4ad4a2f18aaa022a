using System.Text.Json.Serialization;

namespace FlameScope.Model;

/// <summary>The kind of a frame's code. A source without such information has <see cref="Unknown"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FrameKind>))]
public enum FrameKind : byte
{
    /// <summary>The kind is unknown.</summary>
    Unknown,

    /// <summary>The kernel, one of its modules, or a BPF program.</summary>
    Kernel,

    /// <summary>Native code of a user-space binary: an executable, a shared library or the vdso.</summary>
    User,

    /// <summary>Managed or JIT-compiled code.</summary>
    Jit,

    /// <summary>
    /// A function that the compiler inlined into its caller. It has no separate address. This is a kind of views only
    /// (<see cref="Frame.DisplayKind"/>): <see cref="Frame.Kind"/> is the kind of the code that contains the function.
    /// </summary>
    Inlined,

    /// <summary>Interpreted code of a managed or scripting language.</summary>
    Interpreted,

    /// <summary>The runtime itself, such as its garbage collector or its compiler.</summary>
    Runtime,

    /// <summary>A frame that represents idle time.</summary>
    Idle,

    /// <summary>A frame that is not code, such as a span or a marker.</summary>
    Other,
}
