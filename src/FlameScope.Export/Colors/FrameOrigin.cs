using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Finds the module, package or namespace of a frame, by which palettes color it.</summary>
internal static class FrameOrigin
{
    /// <summary>Returns the file name of the module: <c>[kernel]</c> for all kernel code, <c>[jit]</c> for all code compiled at run time.</summary>
    /// <param name="name">The name of the frame.</param>
    /// <param name="kind">The kind of code; for an inlined function, of the code that it was inlined into.</param>
    /// <param name="isInlined">Indicates whether the function was inlined.</param>
    /// <param name="module">The module.</param>
    public static ReadOnlySpan<byte> ModuleOf(ReadOnlySpan<byte> name, FrameKind kind, bool isInlined, ReadOnlySpan<byte> module)
    {
        // A perf map is named after its process id, which has no meaning and differs from run to run.
        if (kind == FrameKind.Kernel) return "[kernel]"u8;
        if (kind == FrameKind.Jit) return "[jit]"u8;
        if (module.IsEmpty && name.Length > 2 && name[0] == '[' && name[^1] == ']') module = name[1..^1];
        if (module.SequenceEqual("unknown"u8) || module.SequenceEqual("[unknown]"u8)) return default;
        return ModuleLabel.FileNameOf(module);
    }

    /// <summary>
    /// Returns the package: the npm package of a path through <c>node_modules</c>, the namespace in .NET and Java, the outermost namespace in C++
    /// and Rust, otherwise the module.
    /// </summary>
    /// <param name="name">The name of the frame.</param>
    /// <param name="kind">The kind of code; for an inlined function, of the code that it was inlined into.</param>
    /// <param name="isInlined">Indicates whether the function was inlined.</param>
    /// <param name="module">The module.</param>
    public static ReadOnlySpan<byte> PackageOf(ReadOnlySpan<byte> name, FrameKind kind, bool isInlined, ReadOnlySpan<byte> module)
    {
        if (kind == FrameKind.Kernel && !isInlined) return "[kernel]"u8;
        ReadOnlySpan<byte> package = NpmNames.PackageOf(name);
        if (package.IsEmpty && (isInlined || kind is FrameKind.Jit or FrameKind.Interpreted)) package = TypeNames.PrefixOf(name);
        if (package.IsEmpty) package = NativeNames.OutermostOf(name);
        return package.IsEmpty ? ModuleOf(name, kind, isInlined, module) : package;
    }
}
