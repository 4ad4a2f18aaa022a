using System.Text.RegularExpressions;

namespace FlameScope.Model;

/// <summary>Recognizes names of the .NET runtime.</summary>
internal static partial class DotNetNames
{
    // The tiers that PerfMap::LogJITCompiledMethod of the runtime appends to a method's name.
    [GeneratedRegex(
        @"\[(?:Instrumented|Optimized|OptimizedTier1|OptimizedTier1OSR|Tier0|Tier0Instrumented|InstrumentedTier0|Tier1|Tier1OSR|Tier1Instrumented|InstrumentedTier1"
        + @"|InstrumentedTier0Optimized|QuickJitted|MinOptJitted|MinOptsJitted|PreJIT|ReadyToRun)\]\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Tier();

    /// <summary>Returns the name of a method without its optimization tier, <c>[Tier0]</c>.</summary>
    /// <param name="name">The name of the method.</param>
    /// <returns>The shortened name; the same string if it has no tier.</returns>
    public static string WithoutTier(string name)
    {
        Match tier = Tier().Match(name);
        return tier.Success && tier.Index > 0 ? name[..tier.Index] : name;
    }

    /// <summary>
    /// Indicates whether a method is one of the framework, by its assembly or, without one, by its namespace:
    /// <c>void [System.Private.CoreLib] System.Threading.Thread::StartCallback()[Tier0]</c>.
    /// </summary>
    /// <param name="name">The bytes of the name.</param>
    public static bool IsFramework(ReadOnlySpan<byte> name)
    {
        int assembly = name.IndexOf((byte)'[');
        return (assembly >= 0 && IsFrameworkPrefix(name[(assembly + 1)..])) || IsFrameworkPrefix(name);
    }

    /// <summary>Indicates whether a module is a managed assembly. Code that is compiled ahead of time is mapped from the assembly.</summary>
    /// <param name="module">The bytes of the module's name.</param>
    public static bool IsAssembly(ReadOnlySpan<byte> module) => module.EndsWith(".dll"u8);

    /// <summary>Indicates whether a module is a native library of the runtime.</summary>
    /// <param name="fileName">The bytes of the module's file name.</param>
    public static bool IsRuntime(ReadOnlySpan<byte> fileName) =>
        fileName.StartsWith("libcoreclr"u8) || fileName.StartsWith("libclr"u8) || fileName.StartsWith("libSystem."u8) || fileName.StartsWith("libhost"u8);

    private static bool IsFrameworkPrefix(ReadOnlySpan<byte> name) => name.StartsWith("System."u8) || name.StartsWith("Microsoft."u8);
}
