using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The rules for the modules of the viewer, which are combined with those of the report's page into one script.</summary>
public class ViewerScriptTests
{
    private static readonly Dictionary<string, string> Modules = ScriptModules.Of(typeof(FlameScopeOptions).Assembly, "FlameScope.AspNetCore.Assets.");

    private static KeyValuePair<string, string>[] OwnModules => [.. Modules.Where(m => m.Key.StartsWith("viewer/", StringComparison.Ordinal))];

    // The report's entry point is not part of the viewer.
    [Fact]
    public void No_two_modules_declare_the_same_name() =>
        Assert.Contains("createRemoteSelectors", ScriptModules.AssertDeclareDifferentNames(Modules.Where(m => m.Key != "report/view/app.js")));

    [Fact]
    public void Imports_and_exports_have_the_supported_form() => ScriptModules.AssertHaveSupportedImports(OwnModules);

    [Fact]
    public void Every_module_of_the_viewer_is_part_of_its_script()
    {
        string script = Encoding.UTF8.GetString(ViewerFiles.Script.Plain);
        foreach ((string module, _) in OwnModules) Assert.Contains($"// {module}\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain("import {", script, StringComparison.Ordinal);
    }

    [Fact]
    public void No_module_parses_text_as_markup_or_code_or_sets_inline_styles()
    {
        ScriptModules.AssertParseNoMarkupAndNoCode(OwnModules);
        foreach ((string module, string text) in OwnModules) Assert.False(Regex.IsMatch(text, @"\bstyle:"), module);
    }

    [Fact]
    public void Only_the_requests_to_the_server_use_the_network() =>
        ScriptModules.AssertUseNoNetwork(OwnModules.Where(m => m.Key is not ("viewer/data/api.js" or "viewer/profile/server-exports.js")));

    [Fact]
    public void The_page_has_no_inline_script_and_no_inline_style()
    {
        string page = Encoding.UTF8.GetString(ViewerFiles.Page.Plain);
        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"<script type=""module"" src=""viewer/viewer\.js\?v=[0-9a-f]{16}""></script>", page);
        Assert.Single(Regex.Matches(page, "<script"));
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }
}
