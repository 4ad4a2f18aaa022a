using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>Recognizes requests that a page of another site has made a browser send.</summary>
internal static class CrossSite
{
    public static bool IsCrossSite(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "same-origin" or "none") return false;
        if (site.Length > 0) return true;
        // Clients that are no browsers send neither.
        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
