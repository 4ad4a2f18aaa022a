using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.Export;

/// <summary>
/// The page around a report's data: <c>page.html</c> with style and script put in, which are the same in every report, and a policy that lets
/// no other run.
/// </summary>
internal sealed partial class ReportPage
{
    private static readonly Lazy<ReportPage> Shared = new(() => new ReportPage());

    private readonly string _beforeTitle;
    private readonly string _beforeData;
    private readonly string _afterData;

    private ReportPage()
    {
        string style = "\n" + ReportScript.Read("report/report.css");
        string script = "\n" + ReportScript.From("view/app.js");
        // What is put in is not looked at again: scripts are full of braces.
        string[] pieces = Placeholder().Split(ReportScript.Read("report/page.html"));
        for (int i = 1; i < pieces.Length; i += 2)
        {
            pieces[i] = pieces[i] switch
            {
                "style-hash" => HashOf(style),
                "script-hash" => HashOf(script),
                "style" => style,
                "script" => Inline(script),
                "flamegraph-css" => Inline(ReportScript.Read("flamegraph.css")),
                "flamegraph-js" => Inline(ReportScript.Read("flamegraph.js")),
                string name => name,
            };
        }
        int title = Array.IndexOf(pieces, "title"), data = Array.IndexOf(pieces, "data");
        _beforeTitle = string.Concat(pieces[..title]);
        _beforeData = string.Concat(pieces[(title + 1)..data]);
        _afterData = string.Concat(pieces[(data + 1)..]);
    }

    /// <summary>Writes a page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="title">The title; anyone's text.</param>
    /// <param name="data">The compressed data.</param>
    public static void Write(Utf8Output output, string title, ReadOnlySpan<byte> data)
    {
        ReportPage page = Shared.Value;
        output.Write(Encoding.UTF8.GetBytes(page._beforeTitle));
        output.WriteXml(title);
        output.Write(Encoding.UTF8.GetBytes(page._beforeData));
        output.WriteBase64(data);
        output.Write(Encoding.UTF8.GetBytes(page._afterData));
    }

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Placeholder();

    // Text in a script element is taken as it stands, up to the first of these.
    private static string Inline(string text) =>
        text.Contains("</script", StringComparison.OrdinalIgnoreCase) || text.Contains("<!--", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The script would end before its end.")
            : text;

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
