using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace FlameScope.AspNetCore;

/// <summary>A file of the viewer: the same in each process, compressed once.</summary>
internal sealed class ViewerFile
{
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    public ViewerFile(string contentType, string text)
    {
        ContentType = contentType;
        Plain = Encoding.UTF8.GetBytes(text);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Plain))[..16];
        _brotli = new Lazy<byte[]>(() => Compressed(stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        _gzip = new Lazy<byte[]>(() => Compressed(stream => new GZipStream(stream, CompressionLevel.Optimal)));
    }

    public string ContentType { get; }

    /// <summary>The content without compression.</summary>
    public byte[] Plain { get; }

    /// <summary>A hash of the content, which the page's addresses contain.</summary>
    public string Hash { get; }

    /// <summary>Returns the content in an encoding: <c>br</c>, <c>gzip</c> or <c>null</c>.</summary>
    public byte[] In(string? encoding) => encoding switch { "br" => _brotli.Value, "gzip" => _gzip.Value, _ => Plain };

    private byte[] Compressed(Func<Stream, Stream> compress)
    {
        var output = new MemoryStream();
        using (Stream stream = compress(output)) stream.Write(Plain);
        return output.ToArray();
    }
}
