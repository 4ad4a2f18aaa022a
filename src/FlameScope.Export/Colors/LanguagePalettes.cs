using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Colors Java green, inlined Java blue, the virtual machine and other C++ pink, other native code yellow, the kernel vermilion.</summary>
internal sealed class JavaPalette() : CategoryPalette("java", Own, Inlined, Native, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Own = new("java", Jit.Color);
    private static readonly PaletteEntry Native = new("jvm, c++", Runtime);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => kind switch
    {
        FrameKind.Kernel => Kernel,
        FrameKind.Jit or FrameKind.Interpreted => Own,
        FrameKind.Inlined => Inlined,
        FrameKind.Runtime => Native,
        FrameKind.User => NativeNames.IsQualified(name) || JvmNames.IsRuntime(FrameOrigin.ModuleOf(name, kind, isInlined: false, module)) ? Native : User,
        _ => Unknown,
    };
}

/// <summary>Colors JavaScript of the program green, of <c>node_modules</c> lime, of Node.js itself blue, V8 and C++ pink.</summary>
internal sealed class JavaScriptPalette() : CategoryPalette("js", Own, Modules, Node, Engine, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Own = new("javascript", Jit.Color);
    private static readonly PaletteEntry Modules = new("node_modules", Library);
    private static readonly PaletteEntry Node = new("node", Inlined.Color);
    private static readonly PaletteEntry Engine = new("v8, c++", Runtime);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => kind switch
    {
        FrameKind.Kernel => Kernel,
        FrameKind.Jit or FrameKind.Interpreted or FrameKind.Inlined => OfScript(name),
        FrameKind.Runtime => Engine,
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

/// <summary>Colors .NET code of the program green, of the framework lime, the runtime and other C++ pink.</summary>
internal sealed class DotNetPalette() : CategoryPalette("dotnet", Own, Framework, Native, User, Kernel, Unknown)
{
    private static readonly PaletteEntry Own = new(".net", Jit.Color);
    private static readonly PaletteEntry Framework = new("framework", Library);
    private static readonly PaletteEntry Native = new("runtime, c++", Runtime);

    protected override PaletteEntry FamilyOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => kind switch
    {
        FrameKind.Kernel => Kernel,
        FrameKind.Runtime => Native,
        FrameKind.Jit or FrameKind.Interpreted or FrameKind.Inlined => DotNetNames.IsFramework(name) ? Framework : Own,
        FrameKind.User when DotNetNames.IsAssembly(module) => Framework,
        FrameKind.User when NativeNames.IsQualified(name) || DotNetNames.IsRuntime(FrameOrigin.ModuleOf(name, kind, isInlined: false, module)) => Native,
        FrameKind.User => User,
        _ => Unknown,
    };
}

/// <summary>Colors Rust of the program and its crates green, of the standard library lime, other native code yellow.</summary>
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
        return kind is FrameKind.Unknown or FrameKind.Idle or FrameKind.Other ? Unknown : User;
    }
}
