using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace FlameScope.Tests;

/// <summary>The modules of a page, which a library has as resources and combines into one script, and the rules that hold for all of them.</summary>
internal static partial class ScriptModules
{
    [GeneratedRegex(@"^(?:export )?(?:async )?(?:function\*?|class) +([\w$]+)|^(?:export )?(?:const|let|var) +(\{[^}]*\}|[^=;]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^[ ]*(import|export)\b.*", RegexOptions.Multiline)]
    private static partial Regex ImportOrExport();

    [GeneratedRegex(@"^import \{[^}]*\} from '\.\.?/[\w/.-]+\.js';$|^export (async function|function|class|const|let) ")]
    private static partial Regex SupportedForm();

    [GeneratedRegex(
        @"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|createContextualFragment|WebSocket|sendBeacon|EventSource|importScripts)\b"
        + @"|setAttribute\(\s*['""](on|style\b)|set(Timeout|Interval)\(\s*['""`]")]
    private static partial Regex MarkupOrCode();

    [GeneratedRegex(@"\bfetch\(|XMLHttpRequest")]
    private static partial Regex Network();

    /// <summary>Reads the modules whose resources have a prefix; returns their texts by their names without it.</summary>
    public static Dictionary<string, string> Of(Assembly library, string prefix) => library.GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal))
        .ToDictionary(name => name[prefix.Length..].Replace('\\', '/'), name => Read(library, name));

    /// <summary>Asserts that no two modules declare the same name; returns the names.</summary>
    public static IReadOnlyCollection<string> AssertDeclareDifferentNames(IEnumerable<KeyValuePair<string, string>> modules)
    {
        var owners = new Dictionary<string, string>();
        foreach ((string module, string text) in modules)
        {
            foreach (Match match in Declaration().Matches(text))
            {
                foreach (Match name in Regex.Matches(match.Groups[1].Value + match.Groups[2].Value, @"[\w$]+"))
                {
                    Assert.False(owners.TryGetValue(name.Value, out string? owner), $"{name.Value} is declared in {owner} and in {module}.");
                    owners.Add(name.Value, module);
                }
            }
        }
        return owners.Keys;
    }

    /// <summary>Asserts that imports and exports have the forms that can be combined.</summary>
    public static void AssertHaveSupportedImports(IEnumerable<KeyValuePair<string, string>> modules)
    {
        foreach ((string module, string text) in modules)
        {
            foreach (Match line in ImportOrExport().Matches(text))
            {
                Assert.True(SupportedForm().IsMatch(line.Value), $"{module}: {line.Value}");
                Assert.DoesNotContain(" as ", line.Value, StringComparison.Ordinal);
            }
            Assert.DoesNotContain("import(", text, StringComparison.Ordinal);
        }
    }

    /// <summary>Asserts that no module parses text as markup or code.</summary>
    public static void AssertParseNoMarkupAndNoCode(IEnumerable<KeyValuePair<string, string>> modules) => AssertLack(modules, MarkupOrCode());

    /// <summary>Asserts that no module sends requests.</summary>
    public static void AssertUseNoNetwork(IEnumerable<KeyValuePair<string, string>> modules) => AssertLack(modules, Network());

    private static void AssertLack(IEnumerable<KeyValuePair<string, string>> modules, Regex pattern)
    {
        foreach ((string module, string text) in modules)
        {
            Match found = pattern.Match(text);
            Assert.False(found.Success, $"{module}: {found.Value}");
        }
    }

    private static string Read(Assembly library, string resource)
    {
        using Stream stream = library.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
