using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace FlameScope.AspNetCore;

/// <summary>
/// The pages of the browser. There is one page: it shows the list, or the profile that its query names, with addresses relative to itself.
/// </summary>
internal static class ViewerEndpoints
{
    // The address of the script and the style contains their hash, so they never change under it.
    private const string Forever = "public, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder group)
    {
        Map(group, "/", () => ViewerFiles.Page);
        Map(group, "/viewer/viewer.js", () => ViewerFiles.Script);
        Map(group, "/viewer/viewer.css", () => ViewerFiles.Style);
    }

    private static void Map(IEndpointRouteBuilder group, string path, Func<ViewerFile> get) =>
        group.MapGet(path, FileContentHttpResult (HttpContext context) => Answer(context, get())).ExcludeFromDescription();

    private static FileContentHttpResult Answer(HttpContext context, ViewerFile file)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = context.Request.Query["v"] == file.Hash ? Forever : "no-cache";
        string? encoding = EncodingOf(context.Request.GetTypedHeaders().AcceptEncoding);
        if (encoding is not null) headers.ContentEncoding = encoding;
        return TypedResults.File(file.In(encoding), file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}{encoding}\""));
    }

    private static string? EncodingOf(IList<StringWithQualityHeaderValue> accepted)
    {
        bool Accepts(string name) =>
            accepted.Any(value => value.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);
        return Accepts("br") ? "br" : Accepts("gzip") ? "gzip" : null;
    }
}
