using System.IO.Compression;

namespace FlameScope.Parsing;

/// <summary>
/// Tells a gzip stream that has come to its end from one that was cut. <see cref="GZipStream"/> does not: it ends quietly at either.
/// </summary>
/// <remarks>
/// A gzip file may be several members end to end. So, when the stream has given all its text, one more member is put behind it: only a stream
/// that stands at the end of a member goes on to read it.
/// </remarks>
internal static class GzipEnd
{
    private static readonly byte[] Text = "FlameScope's end"u8.ToArray();
    private static readonly byte[] Member = Compress(Text);

    /// <summary>Whether the stream stood at the end of a member. Nothing can be read from it any more.</summary>
    public static bool Check(Stream text, PrefixedStream compressed)
    {
        compressed.Append(Member);
        var end = new byte[Text.Length + 1];
        try
        {
            int length = text.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
            return end.AsSpan(0, length).SequenceEqual(Text);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] Compress(byte[] text)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(text);
        return member.ToArray();
    }
}
