using System.IO.Compression;

namespace FlameScope.Parsing;

/// <summary>
/// Distinguishes a complete gzip stream from a truncated one. <see cref="GZipStream"/> reports the end of the data in both cases.
/// </summary>
/// <remarks>
/// A gzip file may be a sequence of members. When the stream has delivered all its text, one more member is therefore appended: only a stream
/// that is at the end of a member continues with it.
/// </remarks>
internal static class GzipEnd
{
    private static readonly byte[] Text = "FlameScope's end"u8.ToArray();
    private static readonly byte[] Member = Compress(Text);

    /// <summary>Returns whether the stream is at the end of a member. Nothing can be read from it afterwards.</summary>
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
