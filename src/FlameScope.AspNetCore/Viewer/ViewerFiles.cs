using FlameScope.Export;

namespace FlameScope.AspNetCore;

/// <summary>The files of the viewer: the page, and its script and style, which consist of those of the report and the viewer's own.</summary>
internal static class ViewerFiles
{
    private static readonly Lazy<ViewerFile> LazyScript =
        new(() => new ViewerFile("text/javascript; charset=utf-8", ReportScript.From("viewer/app.js")));

    private static readonly Lazy<ViewerFile> LazyStyle = new(() => new ViewerFile(
        "text/css; charset=utf-8", ReportScript.Read("report/report.css") + ReportScript.Read("viewer/viewer.css")));

    private static readonly Lazy<ViewerFile> LazyPage = new(() => new ViewerFile(
        "text/html; charset=utf-8",
        ReportScript.Read("viewer/page.html").Replace("{{script-hash}}", Script.Hash, StringComparison.Ordinal)
            .Replace("{{style-hash}}", Style.Hash, StringComparison.Ordinal)));

    public static ViewerFile Script => LazyScript.Value;

    public static ViewerFile Style => LazyStyle.Value;

    /// <summary>The page, whose addresses contain the hashes of the script and the style.</summary>
    public static ViewerFile Page => LazyPage.Value;
}
