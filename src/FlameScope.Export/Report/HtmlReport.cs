using System.Buffers.Binary;
using System.IO.Compression;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Writes an interactive report: one HTML file that holds the samples, their heat map, and the flame graph of whatever is picked on it. It
/// opens from disk in any browser of today, and asks for nothing from elsewhere.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>In the page samples are filtered, counted, compared and searched as by this library, with the same numbers. Regular expressions are
/// those of JavaScript there.</item>
/// <item>Names are hostile: they are in the compressed data only, never in markup, and a content security policy lets no script run but the
/// report's own.</item>
/// <item>Times are exact. So are values, up to 2^53; where all periods together are more, which is said in the page, those by period are
/// rounded to 16 digits.</item>
/// <item>The same samples and options give the same bytes on the same version of .NET, whose compression is used.</item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// using FileStream file = File.Create("report.html");
/// HtmlReport.Write(profile, file, new HtmlReportOptions { Title = "Checkout, slow minute" });
/// </code>
/// </example>
public static class HtmlReport
{
    /// <summary>Writes a report of all samples, idle ones included: the page can show or leave out those.</summary>
    /// <param name="profile">The profile; it need not have times.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing, and leaves part of a file.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The writing was stopped.</exception>
    public static void Write(Profile profile, Stream output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Write(profile.Select(SampleFilter.Everything), output, options, cancellationToken);
    }

    /// <summary>
    /// Writes a report of some samples. Nothing of any other is in the file: no stack, no name of a function or a thread. Where the selection
    /// has a range, so has the heat map; seconds count from the profile's origin all the same.
    /// </summary>
    /// <param name="selection">The samples. For idle ones to be among them, it must have been made with <see cref="SampleFilter.IncludeIdle"/>.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing, and leaves part of a file.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The writing was stopped.</exception>
    public static void Write(SampleSelection selection, Stream output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new HtmlReportOptions();
        options.Validate();
        var data = ReportData.From(selection, cancellationToken);
        byte[] about = ReportMetadata.Write(selection, data, options);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, about.Length);
            zlib.Write(length);
            zlib.Write(about);
            WriteInPieces(zlib, data.Columns.Bytes, cancellationToken);
        }
        using var utf8 = new Utf8Output(output);
        ReportPage.Write(utf8, ReportMetadata.TitleOf(options), compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        utf8.Flush();
    }

    // Compressing takes most of the time.
    private static void WriteInPieces(ZLibStream zlib, ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        const int piece = 256 * 1024;
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(piece, bytes.Length)..])
        {
            cancellation.ThrowIfCancellationRequested();
            zlib.Write(bytes[..Math.Min(piece, bytes.Length)]);
        }
    }
}
