using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.Export;

/// <summary>
/// The page of a report, without the data: <c>page.html</c> with its style and script, which are the same in every report, and a content
/// security policy that allows no others.
/// </summary>
internal sealed partial class ReportPage
{
    private static readonly Lazy<ReportPage> Shared = new(() => new ReportPage());

    private readonly string _beforeTitle;
    private readonly string _beforeData;
    private readonly string _beforeBaseline;
    private readonly string _afterBaseline;

    private ReportPage()
    {
        string style = "\n" + ReportScript.Read("report/report.css");
        string script = "\n" + ReportScript.From("report/view/app.js");
        // Inserted text is not scanned for placeholders, since scripts contain braces.
        string[] parts = Placeholder().Split(ReportScript.Read("report/page.html"));
        for (int i = 1; i < parts.Length; i += 2)
        {
            parts[i] = parts[i] switch
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
        int title = Array.IndexOf(parts, "title"), data = Array.IndexOf(parts, "data"), baseline = Array.IndexOf(parts, "baseline");
        _beforeTitle = string.Concat(parts[..title]);
        _beforeData = string.Concat(parts[(title + 1)..data]);
        _beforeBaseline = string.Concat(parts[(data + 1)..baseline]);
        _afterBaseline = string.Concat(parts[(baseline + 1)..]);
    }

    /// <summary>Writes a page.</summary>
    /// <param name="output">The output.</param>
    /// <param name="title">The title, which may be any text.</param>
    /// <param name="data">The compressed data.</param>
    /// <param name="baseline">The compressed data of the profile that the report compares with; empty for none.</param>
    public static void Write(Utf8Output output, string title, ReadOnlySpan<byte> data, ReadOnlySpan<byte> baseline)
    {
        ReportPage page = Shared.Value;
        output.Write(Encoding.UTF8.GetBytes(page._beforeTitle));
        output.WriteXml(title);
        output.Write(Encoding.UTF8.GetBytes(page._beforeData));
        output.WriteBase64(data);
        output.Write(Encoding.UTF8.GetBytes(page._beforeBaseline));
        if (!baseline.IsEmpty)
        {
            output.Write("<script type=\"application/octet-stream+base64\" id=\"baseline-data\">"u8);
            output.WriteBase64(baseline);
            output.Write("</script>\n"u8);
        }
        output.Write(Encoding.UTF8.GetBytes(page._afterBaseline));
    }

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Placeholder();

    // The content of a script element is not escaped; it extends to the first of these.
    private static string Inline(string text) =>
        text.Contains("</script", StringComparison.OrdinalIgnoreCase) || text.Contains("<!--", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The script contains text that would end its element.")
            : text;

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
