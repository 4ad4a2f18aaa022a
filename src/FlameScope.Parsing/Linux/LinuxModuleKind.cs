using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Determines the kind of code in a module from its name, as perf names modules on Linux.</summary>
internal static class LinuxModuleKind
{
    /// <summary>Returns the kind of the code in a module.</summary>
    /// <param name="module">
    /// The name of the module, without the suffix <c>(deleted)</c> and the offset that perf may print. Empty or <c>[unknown]</c> is
    /// <see cref="FrameKind.Unknown"/>.
    /// </param>
    /// <returns>The kind. It is not <see cref="FrameKind.Inlined"/>, which is not a property of a module.</returns>
    public static FrameKind Of(ReadOnlySpan<byte> module)
    {
        if (module.IsEmpty || module.SequenceEqual("[unknown]"u8)) return FrameKind.Unknown;
        if (module[0] == '[' && IsBracketed(module)) return OfBracketed(module);
        if (module.StartsWith("[JIT]"u8)) return FrameKind.Jit; // [JIT] tid 123
        ReadOnlySpan<byte> fileName = module[(module.LastIndexOf((byte)'/') + 1)..];
        if (IsPerfMap(fileName)) return FrameKind.Jit;
        if (fileName.StartsWith("jitted-"u8) && fileName.EndsWith(".so"u8)) return FrameKind.Jit;
        if (module.IndexOf("memfd:doublemapper"u8) >= 0) return FrameKind.Jit;
        if (IsKernelImage(fileName) || IsKernelModuleFile(fileName) || IsGeneratedByKernel(fileName)) return FrameKind.Kernel;
        return FrameKind.User;
    }

    // perf appends the process id of the guest to [guest.kernel.kallsyms], which then ends in a dot and a number.
    private static bool IsBracketed(ReadOnlySpan<byte> module) => module[^1] == ']' || module.StartsWith("[guest.kernel"u8);

    // The names of the kernel and its modules are in brackets, as are those of the few user-space mappings without a file.
    private static FrameKind OfBracketed(ReadOnlySpan<byte> module)
    {
        if (module.StartsWith("[JIT"u8)) return FrameKind.Jit; // [JIT app cache]
        bool isUserMapping = module.StartsWith("[vdso"u8) || module.StartsWith("[vsyscall]"u8) || module.StartsWith("[heap]"u8)
            || module.StartsWith("[stack]"u8) || module.StartsWith("[stack:"u8) || module.StartsWith("[anon]"u8) || module.StartsWith("[anon:"u8)
            || module.StartsWith("[anon_shmem:"u8) || module.StartsWith("[uprobes]"u8);
        return isUserMapping ? FrameKind.User : FrameKind.Kernel; // [kernel.kallsyms], [guest.kernel.kallsyms], [nf_conntrack]
    }

    // perf-PID.map. By perf's convention it is in /tmp, but the /tmp of a container has another path outside of it.
    private static bool IsPerfMap(ReadOnlySpan<byte> fileName) =>
        fileName.Length > 9 && fileName.StartsWith("perf-"u8) && fileName.EndsWith(".map"u8)
        && fileName[5..^4].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    // Code that the kernel generates and reports as a symbol (PERF_RECORD_KSYMBOL), after which perf names the module: BPF programs, trampolines and
    // dispatchers, methods of BPF structs, and the code of ftrace and of probes.
    private static bool IsGeneratedByKernel(ReadOnlySpan<byte> fileName) =>
        fileName.StartsWith("bpf_prog_"u8) || fileName.StartsWith("bpf_trampoline_"u8) || fileName.StartsWith("bpf_dispatcher_"u8)
        || fileName.StartsWith("bpf__"u8) || fileName.SequenceEqual("ftrace_trampoline"u8)
        || fileName.SequenceEqual("kprobe_insn_page"u8) || fileName.SequenceEqual("kprobe_optinsn_page"u8);

    // vmlinux, vmlinux-6.1.0, vmlinux.debug; vmlinuz is compressed and has no symbols.
    private static bool IsKernelImage(ReadOnlySpan<byte> fileName) =>
        fileName.StartsWith("vmlinux"u8) && (fileName.Length == 7 || fileName[7] is (byte)'-' or (byte)'.' or (byte)'_');

    private static bool IsKernelModuleFile(ReadOnlySpan<byte> fileName) =>
        fileName.EndsWith(".ko"u8) || fileName.EndsWith(".ko.gz"u8) || fileName.EndsWith(".ko.xz"u8) || fileName.EndsWith(".ko.zst"u8)
        || fileName.EndsWith(".ko.bz2"u8) || fileName.EndsWith(".ko.debug"u8);
}
