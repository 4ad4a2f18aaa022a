using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Writes an interactive report: one self-contained HTML file with the samples, their heat map, and the flame graph of any range that is
/// selected in it. It opens from disk in any current browser and makes no network requests.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A report of a profile contains all samples, including idle ones, which the page can show or hide. A report of a selection contains
/// nothing of other samples: no stack and no name of a function or a thread. If the selection has a range, the heat map has it, too; seconds
/// are still counted from the origin of the profile.</item>
/// <item>With <see cref="HtmlReportOptions.Baseline"/>, the report contains a second profile and compares the two. Each has a heat map and numbers of
/// its own.</item>
/// <item>The page filters, counts, compares and searches samples as this library does, with the same numbers. Its regular expressions are
/// those of JavaScript.</item>
/// <item>Names are untrusted text. They are only in the compressed data, never in markup, and a content security policy prevents all scripts
/// except the report's own.</item>
/// <item>Times are exact. Values are exact up to 2^53. If the sum of all periods is larger, which the page reports, values by period are
/// rounded to 16 digits.</item>
/// <item>The same samples and options produce the same bytes on the same version of .NET, whose compression is used.</item>
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
    /// <summary>Writes a report of all samples of a profile to a stream.</summary>
    /// <param name="profile">The profile. It may lack times.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static void Write(Profile profile, Stream output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(profile, options, cancellationToken).WriteTo(output);

    /// <summary>Writes a report of all samples of a profile to a buffer writer.</summary>
    /// <param name="profile">The profile. It may lack times.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static void Write(
        Profile profile, IBufferWriter<byte> output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(profile, options, cancellationToken).WriteTo(output);

    /// <summary>
    /// Writes a report of all samples of a profile to a stream asynchronously. The document is created in memory first; the stream is never
    /// written to synchronously.
    /// </summary>
    /// <param name="profile">The profile. It may lack times.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(Profile profile, Stream output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(profile, options, cancellationToken).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a report of all samples of a profile as a string.</summary>
    /// <param name="profile">The profile. It may lack times.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>The document.</returns>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static string ToText(Profile profile, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(profile, options, cancellationToken).ToText();

    /// <summary>Writes a report of a selection to a stream.</summary>
    /// <param name="selection">The samples. It contains idle samples only if it was made with <see cref="SampleFilter.IncludeIdle"/>.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static void Write(
        SampleSelection selection, Stream output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(selection, options, cancellationToken).WriteTo(output);

    /// <summary>Writes a report of a selection to a buffer writer.</summary>
    /// <param name="selection">The samples. It contains idle samples only if it was made with <see cref="SampleFilter.IncludeIdle"/>.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static void Write(
        SampleSelection selection, IBufferWriter<byte> output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(selection, options, cancellationToken).WriteTo(output);

    /// <summary>
    /// Writes a report of a selection to a stream asynchronously. The document is created in memory first; the stream is never written to
    /// synchronously.
    /// </summary>
    /// <param name="selection">The samples. It contains idle samples only if it was made with <see cref="SampleFilter.IncludeIdle"/>.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(
        SampleSelection selection, Stream output, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(selection, options, cancellationToken).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a report of a selection as a string.</summary>
    /// <param name="selection">The samples. It contains idle samples only if it was made with <see cref="SampleFilter.IncludeIdle"/>.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>The document.</returns>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static string ToText(SampleSelection selection, HtmlReportOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(selection, options, cancellationToken).ToText();

    private static Document Render(Profile profile, HtmlReportOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Render(profile.Select(SampleFilter.All), options, cancellationToken);
    }

    private static Document Render(SampleSelection selection, HtmlReportOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        options ??= new HtmlReportOptions();
        return new Document(output => Write(selection, options, output, cancellationToken));
    }

    private static void Write(SampleSelection selection, HtmlReportOptions options, Utf8Output output, CancellationToken cancellationToken)
    {
        ReportData? baseline = options.Baseline is { } other ? ReportData.From(other, cancellationToken) : null;
        using MemoryStream data = Pack(selection, ReportData.From(selection, cancellationToken), options, baseline, cancellationToken);
        using MemoryStream baselineData = baseline is null
            ? new MemoryStream()
            : Pack(options.Baseline!, baseline, options with { Title = options.BaselineTitle, Weight = default, Selection = TimeRange.All, Moments = [] }, null, cancellationToken);
        ReportPage.Write(output, ReportMetadata.TitleOf(options), SpanOf(data), SpanOf(baselineData));

        static ReadOnlySpan<byte> SpanOf(MemoryStream stream) => stream.GetBuffer().AsSpan(0, (int)stream.Length);
    }

    private static MemoryStream Pack(
        SampleSelection selection, ReportData data, HtmlReportOptions options, ReportData? baseline, CancellationToken cancellationToken)
    {
        byte[] metadata = ReportMetadata.Write(selection, data, options, baseline);
        var compressed = new MemoryStream();
        using var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, metadata.Length);
        zlib.Write(length);
        zlib.Write(metadata);
        Compress(data.Columns.Bytes, zlib, cancellationToken);
        return compressed;
    }

    // Compression takes most of the time, so it can be canceled between slices.
    private static void Compress(ReadOnlySpan<byte> bytes, ZLibStream zlib, CancellationToken cancellationToken)
    {
        const int SliceLength = 256 * 1024;
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(SliceLength, bytes.Length)..])
        {
            cancellationToken.ThrowIfCancellationRequested();
            zlib.Write(bytes[..Math.Min(SliceLength, bytes.Length)]);
        }
    }
}
