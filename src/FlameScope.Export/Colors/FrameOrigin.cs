using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>What a frame belongs to, by which it may be coloured.</summary>
internal static class FrameOrigin
{
    /// <summary>The module's file name; <c>[kernel]</c> for all of the kernel, <c>[jit]</c> for all code compiled at run time.</summary>
    public static ReadOnlySpan<byte> ModuleOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module)
    {
        FrameKind where = ModuleKind.Resolve(kind, module);
        // A perf map is named after its process: its name says nothing, and differs from run to run.
        if (where == FrameKind.Kernel) return "[kernel]"u8;
        if (where == FrameKind.Jit) return "[jit]"u8;
        if (module.IsEmpty && name.Length > 2 && name[0] == '[' && name[^1] == ']') module = name[1..^1];
        if (module.SequenceEqual("unknown"u8) || module.SequenceEqual("[unknown]"u8)) return default;
        return ModuleLabel.FileNameOf(module);
    }

    /// <summary>
    /// The package: of a path through <c>node_modules</c> the npm package, of .NET and Java the namespace, of C++ and Rust the outermost one, of
    /// all else the module.
    /// </summary>
    public static ReadOnlySpan<byte> PackageOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module)
    {
        if (kind == FrameKind.Kernel) return "[kernel]"u8;
        ReadOnlySpan<byte> package = NpmNames.PackageOf(name);
        if (package.IsEmpty && kind is FrameKind.Jit or FrameKind.Inlined) package = TypeNames.PrefixOf(name);
        if (package.IsEmpty) package = NativeNames.OutermostOf(name);
        return package.IsEmpty ? ModuleOf(name, kind, module) : package;
    }
}
