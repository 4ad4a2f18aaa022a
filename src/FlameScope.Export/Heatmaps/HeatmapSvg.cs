using System.Buffers;
using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>
/// Writes a heat map as an SVG picture: seconds from left to right, milliseconds from bottom to top, a legend, and a title with the second, the
/// milliseconds and the value on each cell that is not empty.
/// </summary>
/// <remarks>
/// The file has no scripts and no external references, and empty cells take no space in it. A map with more than
/// <see cref="MaximumTitledCells"/> cells that are not empty, such as the map of an hour, has one title per column instead, which limits the
/// file to a few megabytes.
/// </remarks>
/// <example>
/// <code>
/// var map = SubsecondHeatmap.From(profile);
/// using FileStream file = File.Create("heat.svg");
/// HeatmapSvg.Write(map, file, new HeatmapSvgOptions { Highlight = map.RangeOf(map.Busiest) });
/// </code>
/// </example>
public static class HeatmapSvg
{
    /// <summary>The maximum number of cells that are not empty for which each cell has a title: 40,000.</summary>
    public static int MaximumTitledCells => 40_000;

    /// <summary>Writes a heat map to a stream.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(SubsecondHeatmap map, Stream output, HeatmapSvgOptions? options = null) =>
        Render(map, options).WriteTo(output);

    /// <summary>Writes a heat map to a buffer writer.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(SubsecondHeatmap map, IBufferWriter<byte> output, HeatmapSvgOptions? options = null) =>
        Render(map, options).WriteTo(output);

    /// <summary>
    /// Writes a heat map to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(
        SubsecondHeatmap map, Stream output, HeatmapSvgOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(map, options).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a heat map as a string.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The document.</returns>
    public static string ToText(SubsecondHeatmap map, HeatmapSvgOptions? options = null) =>
        Render(map, options).ToText();

    private static Document Render(SubsecondHeatmap map, HeatmapSvgOptions? options)
    {
        ArgumentNullException.ThrowIfNull(map);
        options ??= new HeatmapSvgOptions();
        return new Document(output => new HeatmapPicture(map, options, output).Write());
    }
}
