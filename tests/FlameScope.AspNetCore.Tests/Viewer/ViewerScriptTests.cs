using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The rules for the modules of the viewer, which are combined with those of the report's page into one script.</summary>
public partial class ViewerScriptTests
{
    private const string Root = "FlameScope.AspNetCore.Assets.";

    private static readonly Assembly Library = typeof(FlameScopeOptions).Assembly;

    private static Dictionary<string, string> Modules { get; } = Library.GetManifestResourceNames()
        .Where(name => name.StartsWith(Root, StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal))
        .ToDictionary(name => name[Root.Length..].Replace('\\', '/'), Read);

    private static IEnumerable<KeyValuePair<string, string>> OwnModules => Modules.Where(m => m.Key.StartsWith("viewer/", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:export )?(?:async )?(?:function\*?|class) +([\w$]+)|^(?:export )?(?:const|let|var) +(\{[^}]*\}|[^=;]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [Fact]
    public void No_two_modules_declare_the_same_name()
    {
        var owners = new Dictionary<string, string>();
        // The report's entry point is not part of the viewer.
        foreach ((string module, string text) in Modules.Where(m => m.Key != "report/view/app.js"))
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
        Assert.Contains("createRemoteSelectors", owners.Keys);
    }

    [Fact]
    public void Imports_and_exports_have_the_supported_form()
    {
        foreach ((string module, string text) in OwnModules)
        {
            foreach (Match line in Regex.Matches(text, @"^[ ]*(import|export)\b.*", RegexOptions.Multiline))
            {
                Assert.True(
                    Regex.IsMatch(line.Value, @"^import \{[^}]*\} from '\.\.?/[\w/.-]+\.js';$|^export (async function|function|class|const|let) "),
                    $"{module}: {line.Value}");
                Assert.DoesNotContain(" as ", line.Value, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_module_of_the_viewer_is_part_of_its_script()
    {
        string script = Encoding.UTF8.GetString(ViewerFiles.Script.Plain);
        foreach ((string module, _) in OwnModules) Assert.Contains($"// {module}\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain("import {", script, StringComparison.Ordinal);
    }

    [Fact]
    public void No_module_parses_text_as_markup_or_code()
    {
        foreach ((string module, string text) in OwnModules)
        {
            Match found = Regex.Match(
                text,
                @"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|createContextualFragment|WebSocket|sendBeacon|EventSource|importScripts)\b"
                + @"|setAttribute\(\s*['""](on|style\b)|set(Timeout|Interval)\(\s*['""`]|\bstyle:");
            Assert.False(found.Success, $"{module}: {found.Value}");
        }
    }

    [Fact]
    public void Only_the_requests_to_the_server_use_the_network()
    {
        foreach ((string module, string text) in OwnModules.Where(m => m.Key is not ("viewer/data/api.js" or "viewer/profile/server-exports.js")))
            Assert.False(Regex.IsMatch(text, @"\bfetch\(|XMLHttpRequest"), module);
    }

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

    private static string Read(string resource)
    {
        using Stream stream = Library.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
