namespace FlameScope.Parsing;

/// <summary>Determines what a mapping is from its name, as perf does.</summary>
internal static class MappedFileName
{
    private static ReadOnlySpan<byte> Deleted => " (deleted)"u8;

    /// <summary>Indicates whether a mapping has no file but may have code of a just-in-time compiler.</summary>
    public static bool IsAnonymous(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("//anon"u8) || name.StartsWith("/dev/zero"u8) || name.StartsWith("/anon_hugepage"u8)
        || name.StartsWith("[stack"u8) || name.StartsWith("/SYSV"u8) || name.SequenceEqual("[heap]"u8);

    /// <summary>Indicates whether a mapping is the memory that .NET maps twice, so that code is never writable. Its functions are in the perf map.</summary>
    public static bool IsDoubleMapped(ReadOnlySpan<byte> name) => name.IndexOf("memfd:doublemapper"u8) >= 0;

    public static bool IsVdso(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("[vdso]"u8) || name.SequenceEqual("[vdso32]"u8) || name.SequenceEqual("[vdsox32]"u8);

    /// <summary>Removes the suffix that marks a file which has been deleted.</summary>
    public static ReadOnlySpan<byte> WithoutDeleted(ReadOnlySpan<byte> name) => name.EndsWith(Deleted) ? name[..^Deleted.Length] : name;

    /// <summary>Indicates whether the name of a kernel mapping is that of the kernel, not of a module.</summary>
    public static bool IsKernel(ReadOnlySpan<byte> name) => name.StartsWith("[kernel.kallsyms]"u8) || name.StartsWith("[kernel.vmlinux]"u8);

    /// <summary>Returns the name under which perf shows a kernel module: the file name without extensions, in brackets.</summary>
    public static byte[] OfKernelModule(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("["u8)) return name.ToArray();
        ReadOnlySpan<byte> file = name[(name.LastIndexOf((byte)'/') + 1)..];
        int extension = file.IndexOf(".ko"u8);
        if (extension >= 0) file = file[..extension];
        byte[] result = [(byte)'[', .. file, (byte)']'];
        result.AsSpan().Replace((byte)'-', (byte)'_');
        return result;
    }
}
