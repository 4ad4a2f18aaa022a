using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The rules for the page's modules, which are combined into one script.</summary>
public partial class ReportScriptTests
{
    private const string Root = "FlameScope.Export.Assets.report/";

    [GeneratedRegex(@"^(?:export )?(?:async )?(?:function\*?|class) +([\w$]+)|^(?:export )?(?:const|let|var) +(\{[^}]*\}|[^=;]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    private static Dictionary<string, string> Modules { get; } = typeof(HtmlReport).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Root, StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal))
        .ToDictionary(name => name[Root.Length..].Replace('\\', '/'), Read);

    [Fact]
    public void No_two_modules_declare_the_same_name()
    {
        var owners = new Dictionary<string, string>();
        foreach ((string module, string text) in Modules)
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
        Assert.Contains("buildTree", owners.Keys);
    }

    [Fact]
    public void Imports_and_exports_have_the_supported_form()
    {
        foreach ((string module, string text) in Modules)
        {
            foreach (Match line in Regex.Matches(text, @"^[ ]*(import|export)\b.*", RegexOptions.Multiline))
            {
                Assert.True(
                    Regex.IsMatch(line.Value, @"^import \{[^}]*\} from '\.\.?/[\w/.-]+\.js';$|^export (async function|function|class|const|let) "),
                    $"{module}: {line.Value}");
                Assert.DoesNotContain(" as ", line.Value, StringComparison.Ordinal);
            }
            Assert.DoesNotContain("import(", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_engine_uses_no_document_and_imports_no_view()
    {
        foreach ((string module, string text) in Modules.Where(m => m.Key.StartsWith("engine/", StringComparison.Ordinal)))
        {
            Assert.False(Regex.IsMatch(text, @"\b(document|window|localStorage|navigator)\b|'[./]*/view/"), module);
        }
    }

    [Fact]
    public void No_module_parses_text_as_markup_or_code_or_uses_the_network()
    {
        foreach ((string module, string text) in Modules)
        {
            Match found = Regex.Match(
                text,
                @"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|createContextualFragment|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource|importScripts)\b"
                + @"|setAttribute\(\s*['""](on|style\b)|set(Timeout|Interval)\(\s*['""`]");
            Assert.False(found.Success, $"{module}: {found.Value}");
        }
    }

    [Fact]
    public void Every_module_is_part_of_the_page()
    {
        string page = ReportFile.Of(Made.Small).Page;
        foreach (string module in Modules.Keys) Assert.Contains($"\n// report/{module}\n", page, StringComparison.Ordinal);
    }

    private static string Read(string resource)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
