using System.Buffers;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>
/// Writes a flame chart, the stacks of one thread in time order, as an interactive SVG file like that of <see cref="FlameGraphSvg"/>.
/// </summary>
/// <remarks>
/// Time runs from left to right; the axis shows the seconds after the start of the profile, also those of a zoomed frame. Hovering over a frame
/// shows its duration and its start. Gaps, as defined by <see cref="FlameChart"/>, are empty. Names are untrusted text and never become markup.
/// </remarks>
/// <example>
/// <code>
/// using FileStream file = File.Create("chart.svg");
/// FlameChartSvg.Write(FlameChart.From(profile.Select(), tid: 4242), file, new FlameGraphSvgOptions { Icicle = true });
/// </code>
/// </example>
public static class FlameChartSvg
{
    /// <summary>Writes a flame chart to a stream.</summary>
    /// <param name="chart">The flame chart.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults. <see cref="FlameGraphSvgOptions.Unit"/> is ignored.</param>
    public static void Write(FlameChart chart, Stream output, FlameGraphSvgOptions? options = null) =>
        Render(chart, options).WriteTo(output);

    /// <summary>Writes a flame chart to a buffer writer.</summary>
    /// <param name="chart">The flame chart.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults. <see cref="FlameGraphSvgOptions.Unit"/> is ignored.</param>
    public static void Write(FlameChart chart, IBufferWriter<byte> output, FlameGraphSvgOptions? options = null) =>
        Render(chart, options).WriteTo(output);

    /// <summary>
    /// Writes a flame chart to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="chart">The flame chart.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults. <see cref="FlameGraphSvgOptions.Unit"/> is ignored.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(
        FlameChart chart, Stream output, FlameGraphSvgOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(chart, options).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a flame chart as a string.</summary>
    /// <param name="chart">The flame chart.</param>
    /// <param name="options">The options; <c>null</c> for the defaults. <see cref="FlameGraphSvgOptions.Unit"/> is ignored.</param>
    /// <returns>The document.</returns>
    public static string ToText(FlameChart chart, FlameGraphSvgOptions? options = null) =>
        Render(chart, options).ToText();

    private static Document Render(FlameChart chart, FlameGraphSvgOptions? options)
    {
        ArgumentNullException.ThrowIfNull(chart);
        options ??= new FlameGraphSvgOptions();
        return new Document(output => new FlameGraphPicture(new ChartFlameGraphSource(chart, options), options, output).Write());
    }
}
