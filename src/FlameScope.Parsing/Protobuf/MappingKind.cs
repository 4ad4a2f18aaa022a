using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Determines the kind of the code in a mapping. Formats with mappings have no kinds of frames.</summary>
internal static class MappingKind
{
    /// <summary>Returns the kind of the code in a mapping.</summary>
    /// <param name="name">The name of the mapping, usually the path of a file.</param>
    /// <returns>The kind; <see cref="FrameKind.Unknown"/> if the name is not that of a file.</returns>
    /// <remarks>Profilers of virtual machines use one mapping with their own name for all code, which says nothing about its kind.</remarks>
    public static FrameKind Of(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("[kernel"u8) || name.StartsWith("[guest.kernel"u8)) return FrameKind.Kernel;
        if (name.StartsWith("[vdso"u8) || name.StartsWith("[vsyscall"u8)) return FrameKind.User;
        return name.Length > 0 && name[0] == '/' ? FrameKind.User : FrameKind.Unknown;
    }
}
