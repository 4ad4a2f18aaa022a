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
        FrameKind.User => NativeNames.IsQualified(name) || JvmNames.IsRuntime(FrameOrigin.ModuleOf(name, kind, module)) ? Native : User,
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
        FrameKind.User => NativeNames.IsQualified(name) ? Engine : User,
        _ => Unknown,
    };

    private static PaletteEntry OfScript(ReadOnlySpan<byte> name)
    {
        if (NpmNames.IsInPackage(name)) return Modules;
        if (V8Names.IsNodeCode(name)) return Node;
        return V8Names.IsEngineCode(name) ? Engine : Own;
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
        FrameKind.Jit or FrameKind.Inlined => DotNetNames.IsFramework(name) ? Framework : Own,
        FrameKind.User => DotNetNames.IsAssembly(module) ? Framework : NativeNames.IsQualified(name) || DotNetNames.IsRuntime(FrameOrigin.ModuleOf(name, kind, module)) ? Native : User,
        _ => Unknown,
    };
}

/// <summary>Rust of the program and its crates in green, of the standard library in lime, other native code in yellow.</summary>
internal sealed class RustPalette() : CategoryPalette("rust", Crates, Standard, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Crates = new("rust", Jit.Color);
    private static readonly PaletteEntry Standard = new("std", Library);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module)
    {
        if (kind == FrameKind.Kernel) return Kernel;
        ReadOnlySpan<byte> crate = NativeNames.OutermostOf(name);
        if (NativeNames.IsStandardCrate(crate)) return Standard;
        if (NativeNames.IsQualified(name)) return Crates;
        return kind == FrameKind.Unknown ? Unknown : User;
    }
}
