using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Java in green, inlined Java in blue, the virtual machine and other C++ in pink, other native code in yellow, the kernel in vermilion.</summary>
internal sealed class JavaPalette() : CategoryPalette("java", Own, Inlined, Native, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Own = new("java", Jit.Color);
    private static readonly PaletteEntry Native = new("jvm, c++", Runtime);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => kind switch
    {
        FrameKind.Kernel => Kernel,
        FrameKind.Jit => Own,
        FrameKind.Inlined => Inlined,
        FrameKind.User => name.IndexOf("::"u8) >= 0 || FrameOrigin.ModuleOf(name, kind, module).StartsWith("libjvm"u8) ? Native : User,
        _ => Unknown,
    };
}

/// <summary>JavaScript of the program in green, of <c>node_modules</c> in lime, of Node.js itself in blue, what V8 and C++ do in pink.</summary>
internal sealed class JavaScriptPalette() : CategoryPalette("js", Own, Modules, Node, Engine, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Own = new("javascript", Jit.Color);
    private static readonly PaletteEntry Modules = new("node_modules", Library);
    private static readonly PaletteEntry Node = new("node", Inlined.Color);
    private static readonly PaletteEntry Engine = new("v8, c++", Runtime);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => kind switch
    {
        FrameKind.Kernel => Kernel,
        FrameKind.Jit or FrameKind.Inlined => OfScript(name),
        FrameKind.User => name.IndexOf("::"u8) >= 0 ? Engine : User,
        _ => Unknown,
    };

    // What V8 writes: "LazyCompile:*get /app/x.js:12", "JS:~emit node:events:508", "Builtin:ArrayMap", "BytecodeHandler:LdaZero".
    private static PaletteEntry OfScript(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf("node_modules/"u8) >= 0) return Modules;
        if (name.IndexOf(" node:"u8) >= 0 || name.IndexOf(" internal/"u8) >= 0) return Node;
        return name.StartsWith("Builtin"u8) || name.StartsWith("BytecodeHandler"u8) || name.StartsWith("Stub:"u8) || name.StartsWith("RegExp:"u8) ? Engine : Own;
    }
}

/// <summary>.NET code of the program in green, of the framework in lime, the runtime and other C++ in pink.</summary>
internal sealed class DotNetPalette() : CategoryPalette("dotnet", Own, Framework, Native, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Own = new(".net", Jit.Color);
    private static readonly PaletteEntry Framework = new("framework", Library);
    private static readonly PaletteEntry Native = new("runtime, c++", Runtime);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => kind switch
    {
        FrameKind.Kernel => Kernel,
        FrameKind.Jit or FrameKind.Inlined => IsFramework(name) ? Framework : Own,
        FrameKind.User => IsManagedFile(module) ? Framework : name.IndexOf("::"u8) >= 0 || IsRuntime(FrameOrigin.ModuleOf(name, kind, module)) ? Native : User,
        _ => Unknown,
    };

    // "void [System.Private.CoreLib] System.Threading.Thread::StartCallback()[Tier0]"; the namespace alone where there is no assembly.
    private static bool IsFramework(ReadOnlySpan<byte> name)
    {
        int assembly = name.IndexOf((byte)'[');
        if (assembly >= 0 && IsOfFramework(name[(assembly + 1)..])) return true;
        return IsOfFramework(name);
    }

    private static bool IsOfFramework(ReadOnlySpan<byte> name) => name.StartsWith("System."u8) || name.StartsWith("Microsoft."u8);

    // Code compiled ahead of time is mapped from the assembly.
    private static bool IsManagedFile(ReadOnlySpan<byte> module) => module.EndsWith(".dll"u8);

    private static bool IsRuntime(ReadOnlySpan<byte> module) =>
        module.StartsWith("libcoreclr"u8) || module.StartsWith("libclr"u8) || module.StartsWith("libSystem."u8) || module.StartsWith("libhost"u8);
}

/// <summary>Rust of the program and its crates in green, of the standard library in lime, other native code in yellow.</summary>
internal sealed class RustPalette() : CategoryPalette("rust", Crates, Standard, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Crates = new("rust", Jit.Color);
    private static readonly PaletteEntry Standard = new("std", Library);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module)
    {
        if (kind == FrameKind.Kernel) return Kernel;
        ReadOnlySpan<byte> crate = FrameOrigin.OutermostOf(name);
        if (crate.SequenceEqual("std"u8) || crate.SequenceEqual("core"u8) || crate.SequenceEqual("alloc"u8)) return Standard;
        if (name.IndexOf("::"u8) >= 0) return Crates;
        return kind == FrameKind.Unknown ? Unknown : User;
    }
}
