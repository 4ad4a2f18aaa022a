using System.Text.RegularExpressions;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The rules for the page's modules, which are combined into one script.</summary>
public class ReportScriptTests
{
    private static readonly Dictionary<string, string> Modules = ScriptModules.Of(typeof(HtmlReport).Assembly, "FlameScope.Export.Assets.report/");

    [Fact]
    public void No_two_modules_declare_the_same_name() => Assert.Contains("buildTree", ScriptModules.AssertDeclareDifferentNames(Modules));

    [Fact]
    public void Imports_and_exports_have_the_supported_form() => ScriptModules.AssertHaveSupportedImports(Modules);

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
        ScriptModules.AssertParseNoMarkupAndNoCode(Modules);
        ScriptModules.AssertUseNoNetwork(Modules);
    }

    [Fact]
    public void Lines_that_are_only_a_comment_are_not_part_of_the_page_and_no_text_contains_one()
    {
        string page = ReportFile.Of(Made.Small).Page;
        foreach ((string module, string text) in Modules)
        {
            int quotes = 0;
            foreach (string line in text.Split('\n'))
            {
                if (!line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                {
                    quotes += line.Count(c => c == '`');
                    continue;
                }
                Assert.True(quotes % 2 == 0, $"{module}: {line}");
                if (line.Trim().Length > 2) Assert.DoesNotContain(line, page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_module_is_part_of_the_page()
    {
        string page = ReportFile.Of(Made.Small).Page;
        foreach (string module in Modules.Keys) Assert.Contains($"\n// report/{module}\n", page, StringComparison.Ordinal);
    }
}
