using System.Text.RegularExpressions;

namespace FlameScope.FlameGraph;

/// <summary>
/// Takes the names apart that V8 gives its code for perf: <c>LazyCompile:*name file:line:column</c>. The mark behind the colon is the tier:
/// <c>~</c> interpreted, <c>^</c> baseline, <c>+</c> mid-tier, <c>*</c> optimised.
/// </summary>
internal static partial class NodeFunction
{
    // V8's names for code that has a function, and not for its stubs and built-in ones.
    [GeneratedRegex(@"\A(?:LazyCompile|InterpretedFunction|Function|Script|Eval|JS):[~^+*]*", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    // A file is a path, a URL or one of Node.js's own, and goes to the end; only what V8 wrote itself is looked at.
    [GeneratedRegex(@"(?:\A| )(?:/|[A-Za-z]:[\\/]|file:|node:|https?:|[A-Za-z0-9_\-./@]+\.[cm]?js(?:[ :]|\z)).*\z", RegexOptions.CultureInvariant)]
    private static partial Regex File();

    /// <summary>The name without prefix and mark; the same string where there is none.</summary>
    public static string WithoutTier(string name)
    {
        Match prefix = Prefix().Match(name);
        return !prefix.Success || prefix.Length == name.Length ? name : NameOrAnonymous(name[prefix.Length..]);
    }

    /// <summary>The name without prefix, mark and file; the same string where there is no prefix.</summary>
    public static string NameOf(string name)
    {
        Match prefix = Prefix().Match(name);
        if (!prefix.Success) return name;
        string rest = name[prefix.Length..];
        Match file = File().Match(rest);
        string function = (file.Success ? rest[..file.Index] : rest).Trim();
        return function.Length == 0 ? "(anonymous)" : function;
    }

    /// <summary>The file; empty where none is told, <c>null</c> where the name is none of JavaScript's.</summary>
    public static string? FileOf(string name)
    {
        Match prefix = Prefix().Match(name);
        if (!prefix.Success) return null;
        Match file = File().Match(name[prefix.Length..]);
        return file.Success ? file.Value.Trim() : "";
    }

    private static string NameOrAnonymous(string rest) => rest[0] == ' ' ? $"(anonymous){rest}" : rest;
}
