using System.Text;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>Writes a flame chart, one thread in time order, as an SVG file like <see cref="FlameGraphSvg"/>'s: from left to right is time.</summary>
/// <remarks>Hovering shows how long a frame lasted and when. Gaps, as <see cref="FlameChart"/> defines them, are left empty. Names are as hostile as there.</remarks>
/// <example>
/// <code>
/// using FileStream file = File.Create("chart.svg");
/// FlameChartSvg.Write(FlameChart.From(profile.Select(), tid: 4242), file, new FlameGraphSvgOptions { Icicle = true });
/// </code>
/// </example>
public static class FlameChartSvg
{
    /// <summary>Writes a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults. <see cref="FlameGraphSvgOptions.Unit"/> has no say here.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static void Write(FlameChart chart, Stream output, FlameGraphSvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new FlameGraphSvgOptions();
        options.Validate();
        using var utf8 = new Utf8Output(output);
        new FlameGraphPicture(new ChartFlameGraphSource(chart, options), options, utf8).Write();
        utf8.Flush();
    }

    /// <summary>The picture as a string.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static string ToText(FlameChart chart, FlameGraphSvgOptions? options = null)
    {
        using var buffer = new MemoryStream();
        Write(chart, buffer, options);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
