using Microsoft.Net.Http.Headers;

namespace FlameScope.AspNetCore;

/// <summary>Chooses the content encoding that the client prefers.</summary>
internal static class ReplyCompression
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    /// <summary>Returns the best encoding that a client accepts; <c>null</c> for none.</summary>
    public static string? Choose(IList<StringWithQualityHeaderValue> accepted)
    {
        double brotli = QualityOf(accepted, Brotli), gzip = QualityOf(accepted, Gzip);
        if (brotli > 0 && brotli >= gzip) return Brotli;
        return gzip > 0 ? Gzip : null;
    }

    private static double QualityOf(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        double any = 0;
        foreach (StringWithQualityHeaderValue value in accepted)
        {
            if (value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) return value.Quality ?? 1;
            if (value.Value == "*") any = value.Quality ?? 1;
        }
        return any;
    }
}
