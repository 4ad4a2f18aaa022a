using System.Text;
using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>
/// Writes a heat map as an SVG picture: seconds to the right, milliseconds upward, a legend, and a title with second, milliseconds and value on
/// each cell that is not empty.
/// </summary>
/// <remarks>
/// No script, and nothing outside the file. Empty cells cost nothing. A map with more than <see cref="TitledCells"/> other cells, such as that
/// of an hour, has a title for each column instead, so that the file stays a few megabytes.
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
    /// <summary>The greatest number of cells that are not empty for which each has a title of its own.</summary>
    public const int TitledCells = 40_000;

    /// <summary>Writes a heat map.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static void Write(SubsecondHeatmap map, Stream output, HeatmapSvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new HeatmapSvgOptions();
        options.Validate();
        using var utf8 = new Utf8Output(output);
        new HeatmapPicture(map, options, utf8).Write();
        utf8.Flush();
    }

    /// <summary>The picture as a string.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static string ToText(SubsecondHeatmap map, HeatmapSvgOptions? options = null)
    {
        using var buffer = new MemoryStream();
        Write(map, buffer, options);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
