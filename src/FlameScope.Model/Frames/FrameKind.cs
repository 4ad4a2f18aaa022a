namespace FlameScope.Model;

/// <summary>Where a frame's code comes from.</summary>
public enum FrameKind : byte
{
    /// <summary>The module is not known.</summary>
    Unknown,

    /// <summary>The kernel, one of its modules, or a BPF program.</summary>
    Kernel,

    /// <summary>A binary of user space: an executable, a shared library, the vdso.</summary>
    User,

    /// <summary>Code compiled while the program ran.</summary>
    Jit,

    /// <summary>A function the compiler put inside its caller: it has no address of its own.</summary>
    Inlined,
}
