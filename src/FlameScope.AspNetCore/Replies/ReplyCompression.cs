using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace FlameScope.AspNetCore;

/// <summary>Compresses answers in the way that the client prefers.</summary>
internal static class ReplyCompression
{
    // Below this length, the headers of a packet are longer than what is saved.
    private const int MinimumLength = 1024;

    private const string Brotli = "br";
    private const string Gzip = "gzip";

    /// <summary>Returns the best encoding that a client accepts; <c>null</c> for none.</summary>
    public static string? Choose(IList<StringWithQualityHeaderValue> accepted)
    {
        double brotli = QualityOf(accepted, Brotli), gzip = QualityOf(accepted, Gzip);
        if (brotli > 0 && brotli >= gzip) return Brotli;
        return gzip > 0 ? Gzip : null;
    }

    /// <summary>Returns an answer in an encoding, and not encoded if it is short or does not shrink.</summary>
    public static EncodedReply Encode(Reply reply, string? encoding)
    {
        ReadOnlyMemory<byte> body = reply.Body;
        Reply head = reply with { Body = default };
        if (encoding is null || body.Length < MinimumLength || !reply.IsCompressible) return new EncodedReply(head, null, body);
        using var compressed = new MemoryStream(body.Length / 4);
        // The levels that cost least: answers are computed for one client and are seldom asked for twice.
        using (Stream stream = encoding == Brotli
            ? new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(body.Span);
        }
        return compressed.Length < body.Length ? new EncodedReply(head, encoding, compressed.ToArray()) : new EncodedReply(head, null, body);
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
