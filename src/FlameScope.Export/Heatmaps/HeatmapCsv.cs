using System.Text;
using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>
/// Writes a heat map as a table: a line for each column of the map, which is a second by default, and in it a number for each row.
/// </summary>
/// <remarks>
/// CSV by RFC 4180, in ASCII, lines ending in CR LF. The header is <c>second,0.0,20.0,…,980.0</c>: the names of the number columns are the
/// starts of the rows in milliseconds after the start of the column, rising. The first field of each line is the start of the column in
/// seconds after the start of the profile, the others are the values of its cells. Time so runs as one reads, from left to right and from line
/// to line.
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
    /// <summary>Writes a heat map.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    public static void Write(SubsecondHeatmap map, Stream output)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(output);
        using var utf8 = new Utf8Output(output);
        utf8.Write("second"u8);
        for (int row = 0; row < map.RowCount; row++)
        {
            utf8.WriteByte((byte)',');
            utf8.WriteDouble(HeatmapAxes.RowMilliseconds(map, row));
        }
        utf8.Write("\r\n"u8);
        for (int column = 0; column < map.ColumnCount; column++)
        {
            utf8.WriteDecimal(HeatmapAxes.ColumnStart(map, column), 9);
            foreach (long value in map.Values.Slice(column * map.RowCount, map.RowCount))
            {
                utf8.WriteByte((byte)',');
                utf8.Write(value);
            }
            utf8.Write("\r\n"u8);
        }
        utf8.Flush();
    }

    /// <summary>The table as a string.</summary>
    /// <param name="map">The heat map.</param>
    public static string ToText(SubsecondHeatmap map)
    {
        using var buffer = new MemoryStream();
        Write(map, buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
