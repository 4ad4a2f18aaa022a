using System.Text.RegularExpressions;

namespace FlameScope.Model;

/// <summary>
/// Parses the names that V8 gives its code for perf: <c>LazyCompile:*name file:line:column</c>. The mark after the colon is the tier:
/// <c>~</c> interpreted, <c>^</c> baseline, <c>+</c> mid-tier, <c>*</c> optimized.
/// </summary>
internal static partial class V8Names
{
    // The prefixes of code that was compiled from a function. Stubs and built-in functions have others.
    [GeneratedRegex(@"\A(?:LazyCompile|InterpretedFunction|Function|Script|Eval|JS):[~^+*]*", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    // A file is a path, a URL or a module of Node.js. It extends to the end of the name.
    [GeneratedRegex(@"(?:\A| )(?:/|[A-Za-z]:[\\/]|file:|node:|https?:|[A-Za-z0-9_\-./@]+\.[cm]?js(?:[ :]|\z)).*\z", RegexOptions.CultureInvariant)]
    private static partial Regex File();

    /// <summary>Returns a name without its prefix and tier mark.</summary>
    /// <param name="name">The name of a function.</param>
    /// <returns>The shortened name; the same string if it has no prefix.</returns>
    public static string WithoutTier(string name)
    {
        Match prefix = Prefix().Match(name);
        return !prefix.Success || prefix.Length == name.Length ? name : NameOrAnonymous(name[prefix.Length..]);
    }

    /// <summary>Returns a name without its prefix, tier mark and file.</summary>
    /// <param name="name">The name of a function.</param>
    /// <returns>The shortened name; the same string if it has no prefix.</returns>
    public static string WithoutFile(string name)
    {
        Match prefix = Prefix().Match(name);
        if (!prefix.Success) return name;
        string rest = name[prefix.Length..];
        Match file = File().Match(rest);
        string function = (file.Success ? rest[..file.Index] : rest).Trim();
        return function.Length == 0 ? "(anonymous)" : function;
    }

    /// <summary>Returns the file in a name.</summary>
    /// <param name="name">The name of a function.</param>
    /// <returns>The file; an empty string if the name contains none; <c>null</c> if the name is not one of a JavaScript function.</returns>
    public static string? FileOf(string name)
    {
        Match prefix = Prefix().Match(name);
        if (!prefix.Success) return null;
        Match file = File().Match(name[prefix.Length..]);
        return file.Success ? file.Value.Trim() : "";
    }

    /// <summary>
    /// Indicates whether a name is one of V8's own code: <c>Builtin:ArrayMap</c>, <c>BytecodeHandler:LdaZero</c>, a stub, a regular expression.
    /// </summary>
    /// <param name="name">The bytes of the name.</param>
    public static bool IsEngineCode(ReadOnlySpan<byte> name) =>
        name.StartsWith("Builtin"u8) || name.StartsWith("BytecodeHandler"u8) || name.StartsWith("Stub:"u8) || name.StartsWith("RegExp:"u8);

    /// <summary>Indicates whether a name is one of the JavaScript code of Node.js itself: <c>JS:~emit node:events:508</c>.</summary>
    /// <param name="name">The bytes of the name.</param>
    public static bool IsNodeCode(ReadOnlySpan<byte> name) => name.IndexOf(" node:"u8) >= 0 || name.IndexOf(" internal/"u8) >= 0;

    private static string NameOrAnonymous(string rest) => rest[0] == ' ' ? $"(anonymous){rest}" : rest;
}
