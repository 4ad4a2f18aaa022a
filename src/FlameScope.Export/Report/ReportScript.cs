using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.Export;

/// <summary>
/// Puts the page's modules together into one: each after those it imports, without its import lines and the word <c>export</c>.
/// </summary>
/// <remarks>
/// The modules are plain ones that run as they are from a web server. Since they become one scope, no two may declare the same name at their
/// top level, and none may rename what it imports; a test holds that.
/// </remarks>
internal sealed partial class ReportScript
{
    private readonly HashSet<string> _taken = [];
    private readonly StringBuilder _script = new();

    [GeneratedRegex(@"^import\s*\{(?<names>[^}]*)\}\s*from\s*'(?<path>[^']+)';[ ]*\n", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("^export (?=async |function|const |let |class )", RegexOptions.Multiline)]
    private static partial Regex Export();

    /// <summary>The script that a module and what it imports make.</summary>
    /// <param name="module">A path below <c>Assets/report</c>, such as <c>view/app.js</c>.</param>
    public static string From(string module)
    {
        var script = new ReportScript();
        script.Add(module);
        return script._script.ToString();
    }

    /// <summary>A file below <c>Assets</c>, with line ends of one character.</summary>
    public static string Read(string path)
    {
        const string root = "FlameScope.Export.Assets.";
        Assembly assembly = Assembly.GetExecutingAssembly();
        // Built on Windows, the folders' names end in a backslash.
        using Stream asset = assembly.GetManifestResourceStream(root + path) ?? assembly.GetManifestResourceStream(root + path.Replace('/', '\\'))
            ?? throw new InvalidOperationException($"The page has no file {path}.");
        using var reader = new StreamReader(asset, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private void Add(string module)
    {
        if (!_taken.Add(module)) return;
        string text = Read("report/" + module);
        foreach (Match import in Import().Matches(text)) Add(Resolve(module, import.Groups["path"].Value));
        text = Export().Replace(Import().Replace(text, ""), "");
        _script.Append("// ").Append(module).Append('\n').Append(text.Trim('\n')).Append("\n\n");
    }

    private static string Resolve(string module, string path) =>
        new Uri(new Uri("report:///" + module), path).AbsolutePath.TrimStart('/');
}
