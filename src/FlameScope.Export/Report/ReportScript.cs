using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.Export;

/// <summary>
/// Combines the page's modules into one script. Each module follows those that it imports; its imports, the keyword <c>export</c>
/// and lines that are only a comment are removed.
/// </summary>
/// <remarks>
/// The modules are standard JavaScript modules, which also run unchanged from a web server. Since they are combined into one scope, no two may
/// declare the same name at the top level, and none may rename an import. Tests enforce these rules. The profile browser, which is in another
/// library, combines the same modules with its own.
/// </remarks>
internal sealed partial class ReportScript
{
    private readonly HashSet<string> _added = [];
    private readonly StringBuilder _script = new();

    [GeneratedRegex(@"^import\s*\{(?<names>[^}]*)\}\s*from\s*'(?<path>[^']+)';[ ]*\n", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("^export (?=async |function|const |let |class )", RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex(@"^[ ]*//.*\n", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    /// <summary>Returns the script that consists of a module and all modules that it imports.</summary>
    /// <param name="module">A path relative to <c>web</c>, such as <c>report/view/app.js</c>.</param>
    /// <returns>The text of the script.</returns>
    public static string From(string module)
    {
        var script = new ReportScript();
        script.Add(module);
        return script._script.ToString();
    }

    /// <summary>Returns the text of an embedded file, with LF as line ends.</summary>
    /// <param name="path">The path of the file, such as <c>report/page.html</c> or <c>flamegraph.js</c>.</param>
    /// <returns>The text of the file.</returns>
    public static string Read(string path)
    {
        Assembly assembly = Assembly.GetExecutingAssembly();
        string root = assembly.GetName().Name + ".Assets.";
        // In a build on Windows, the names contain backslashes.
        using Stream asset = assembly.GetManifestResourceStream(root + path) ?? assembly.GetManifestResourceStream(root + path.Replace('/', '\\'))
            ?? throw new InvalidOperationException($"The page has no file {path}.");
        using var reader = new StreamReader(asset, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private void Add(string module)
    {
        if (!_added.Add(module)) return;
        string text = Read(module);
        foreach (Match import in Import().Matches(text)) Add(Resolve(module, import.Groups["path"].Value));
        text = Export().Replace(CommentLine().Replace(Import().Replace(text, ""), ""), "");
        _script.Append("// ").Append(module).Append('\n').Append(text.Trim('\n')).Append("\n\n");
    }

    private static string Resolve(string module, string path) =>
        new Uri(new Uri("web:///" + module), path).AbsolutePath.TrimStart('/');
}
