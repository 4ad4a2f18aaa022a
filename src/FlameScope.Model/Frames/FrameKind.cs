namespace FlameScope.Model;

/// <summary>The kind of a frame's code.</summary>
public enum FrameKind : byte
{
    /// <summary>The module is unknown.</summary>
    Unknown,

    /// <summary>The kernel, one of its modules, or a BPF program.</summary>
    Kernel,

    /// <summary>A user-space binary: an executable, a shared library or the vdso.</summary>
    User,

    /// <summary>JIT-compiled code.</summary>
    Jit,

    /// <summary>A function that the compiler inlined into its caller. It has no separate address.</summary>
    Inlined,
}
