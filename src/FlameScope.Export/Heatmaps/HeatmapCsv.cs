using System.Buffers;
using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>Writes a heat map as a table with one line per column of the map, by default a second, and one number per row of the map.</summary>
/// <remarks>
/// The format is CSV by RFC 4180, in ASCII, with lines that end in CR LF. The header is <c>second,0.0,20.0,…,980.0</c>: the names of the
/// number columns are the starts of the rows in milliseconds after the start of the column, ascending. The first field of each line is the
/// start of the column in seconds after the start of the profile; the other fields are the values of its cells. Time thus runs from left to
/// right and from line to line.
/// </remarks>
/// <example>
/// <code>
/// second,0.0,500.0
/// 0,12,9
/// 1,3,0
/// </code>
/// </example>
public static class HeatmapCsv
{
    /// <summary>Writes a heat map to a stream.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    public static void Write(SubsecondHeatmap map, Stream output) =>
        Render(map).WriteTo(output);

    /// <summary>Writes a heat map to a buffer writer.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The buffer writer.</param>
    public static void Write(SubsecondHeatmap map, IBufferWriter<byte> output) =>
        Render(map).WriteTo(output);

    /// <summary>
    /// Writes a heat map to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(SubsecondHeatmap map, Stream output, CancellationToken cancellationToken = default) =>
        Render(map).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a heat map as a string.</summary>
    /// <param name="map">The heat map.</param>
    /// <returns>The document.</returns>
    public static string ToText(SubsecondHeatmap map) =>
        Render(map).ToText();

    private static Document Render(SubsecondHeatmap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new Document(output => Write(map, output));
    }

    private static void Write(SubsecondHeatmap map, Utf8Output output)
    {
        output.Write("second"u8);
        for (int row = 0; row < map.RowCount; row++)
        {
            output.WriteByte((byte)',');
            output.WriteDouble(HeatmapAxes.RowMilliseconds(map, row));
        }
        output.Write("\r\n"u8);
        for (int column = 0; column < map.ColumnCount; column++)
        {
            output.WriteDecimal(HeatmapAxes.ColumnStart(map, column), 9);
            foreach (long value in map.Values.Slice(column * map.RowCount, map.RowCount))
            {
                output.WriteByte((byte)',');
                output.Write(value);
            }
            output.Write("\r\n"u8);
        }
    }
}
