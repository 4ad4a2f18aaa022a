using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>What a frame belongs to, by which it may be coloured.</summary>
internal static class FrameOrigin
{
    private static ReadOnlySpan<byte> NodeModules => "node_modules/"u8;

    /// <summary>The module's file name; <c>[kernel]</c> for all of the kernel, <c>[jit]</c> for all code compiled at run time.</summary>
    public static ReadOnlySpan<byte> ModuleOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module)
    {
        FrameKind where = kind == FrameKind.Inlined ? ModuleKind.Of(module) : kind;
        // A perf map is named after its process: its name says nothing, and differs from run to run.
        if (where == FrameKind.Kernel) return "[kernel]"u8;
        if (where == FrameKind.Jit) return "[jit]"u8;
        if (module.IsEmpty && name.Length > 2 && name[0] == '[' && name[^1] == ']') module = name[1..^1];
        if (module.SequenceEqual("unknown"u8) || module.SequenceEqual("[unknown]"u8)) return default;
        ReadOnlySpan<byte> file = module[(module.LastIndexOf((byte)'/') + 1)..];
        return file.IsEmpty ? module : file;
    }

    /// <summary>
    /// The package: of a path through <c>node_modules</c> the npm package, of .NET and Java the namespace, of C++ and Rust the outermost one, of
    /// all else the module.
    /// </summary>
    public static ReadOnlySpan<byte> PackageOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module)
    {
        if (kind == FrameKind.Kernel) return "[kernel]"u8;
        ReadOnlySpan<byte> package = NpmPackageOf(name);
        if (package.IsEmpty && kind is FrameKind.Jit or FrameKind.Inlined) package = NamespaceOf(name);
        if (package.IsEmpty) package = OutermostOf(name);
        return package.IsEmpty ? ModuleOf(name, kind, module) : package;
    }

    /// <summary>Of <c>fn /app/node_modules/@scope/name/lib/x.js:1</c>, <c>@scope/name</c>; the innermost when there are several.</summary>
    public static ReadOnlySpan<byte> NpmPackageOf(ReadOnlySpan<byte> name)
    {
        int at = name.LastIndexOf(NodeModules);
        if (at < 0) return default;
        ReadOnlySpan<byte> rest = name[(at + NodeModules.Length)..];
        int end = rest.IndexOf((byte)'/');
        if (end > 0 && rest[0] == '@')
        {
            int second = rest[(end + 1)..].IndexOf((byte)'/');
            end = second < 0 ? -1 : end + 1 + second;
        }
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>
    /// Of <c>java/util/HashMap::get</c>, <c>java.util.HashMap.get</c> and <c>void [System.Net] System.Net.Http::Get(int)</c> the namespace:
    /// <c>java/util</c>, <c>java.util</c>, <c>System.Net</c>.
    /// </summary>
    public static ReadOnlySpan<byte> NamespaceOf(ReadOnlySpan<byte> name)
    {
        // .NET: the type stands behind the assembly in brackets, and the result's type before it.
        int assembly = name.IndexOf("] "u8);
        if (assembly >= 0 && name[..assembly].Contains((byte)'[')) name = name[(assembly + 2)..];
        int end = name.IndexOfAny("( ;<["u8);
        if (end >= 0) name = name[..end];
        int member = name.IndexOf("::"u8);
        if (member >= 0) name = name[..member];
        int slash = name.LastIndexOf((byte)'/');
        if (slash > 0) return name[0] == '/' || name.IndexOf((byte)':') >= 0 ? default : name[..slash];
        int type = name.LastIndexOf((byte)'.');
        if (member < 0 && type > 0) type = name[..type].LastIndexOf((byte)'.');
        return type > 0 ? name[..type] : default;
    }

    /// <summary>Of <c>std::vector&lt;int&gt;::at</c>, <c>&lt;alloc::vec::Vec&lt;T&gt; as core::ops::Drop&gt;::drop</c>: <c>std</c>, <c>alloc</c>.</summary>
    public static ReadOnlySpan<byte> OutermostOf(ReadOnlySpan<byte> name)
    {
        name = name.TrimStart("<&*"u8);
        int end = name.IndexOf("::"u8);
        if (end <= 0) return default;
        ReadOnlySpan<byte> outermost = name[..end];
        // A result type, an operator or a template before the colons: no plain namespace.
        foreach (byte b in outermost)
        {
            if (!(b == '_' || char.IsAsciiLetterOrDigit((char)b))) return default;
        }
        return outermost;
    }
}
