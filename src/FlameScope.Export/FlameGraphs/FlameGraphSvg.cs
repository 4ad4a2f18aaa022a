using System.Buffers;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>Writes flame graphs and differential flame graphs as self-contained SVG files that are interactive in a browser.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Hovering over a frame shows its name, value and share. A click zooms in on a frame; Reset zoom, Esc or a click on the root zooms out.
/// Ctrl-F or the button searches by regular expression and shows the share of the matches; each sample is counted once. The arrow keys select
/// a frame and Enter zooms in on it.</item>
/// <item>Without scripts, such as in an image element, the file is a static picture with a title on each frame.</item>
/// <item>Names are untrusted text and never become markup. Line ends and tabs are shown as spaces. Control characters, directional marks and
/// bytes that are not UTF-8 are shown as U+FFFD. A name is truncated at <see cref="FlameGraphSvgOptions.NameLimit"/>.</item>
/// <item>The same tree and options produce the same bytes on every machine and in every culture.</item>
/// <item>In a differential flame graph, the widths are those of one side. The color of a frame shows its normalized difference as a fraction
/// of the maximum difference.</item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// using FileStream file = File.Create("flames.svg");
/// FlameGraphSvg.Write(StackTree.From(profile), file, new FlameGraphSvgOptions { Title = "Checkout, slow minute" });
/// </code>
/// </example>
public static class FlameGraphSvg
{
    /// <summary>Writes a flame graph to a stream.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static void Write(StackTree tree, Stream output, FlameGraphSvgOptions? options = null) =>
        Render(tree, options).WriteTo(output);

    /// <summary>Writes a flame graph to a buffer writer.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static void Write(StackTree tree, IBufferWriter<byte> output, FlameGraphSvgOptions? options = null) =>
        Render(tree, options).WriteTo(output);

    /// <summary>
    /// Writes a flame graph to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(
        StackTree tree, Stream output, FlameGraphSvgOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(tree, options).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a flame graph as a string.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static string ToText(StackTree tree, FlameGraphSvgOptions? options = null) =>
        Render(tree, options).ToText();

    /// <summary>Writes a differential flame graph to a stream.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(StackTreeDiff diff, Stream output, FlameGraphDiffOptions? options = null) =>
        Render(diff, options).WriteTo(output);

    /// <summary>Writes a differential flame graph to a buffer writer.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(StackTreeDiff diff, IBufferWriter<byte> output, FlameGraphDiffOptions? options = null) =>
        Render(diff, options).WriteTo(output);

    /// <summary>
    /// Writes a differential flame graph to a stream asynchronously. The document is created in memory first; the stream is never written to
    /// synchronously.
    /// </summary>
    /// <param name="diff">The difference.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(
        StackTreeDiff diff, Stream output, FlameGraphDiffOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(diff, options).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a differential flame graph as a string.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The document.</returns>
    public static string ToText(StackTreeDiff diff, FlameGraphDiffOptions? options = null) =>
        Render(diff, options).ToText();

    private static Document Render(StackTree tree, FlameGraphSvgOptions? options)
    {
        ArgumentNullException.ThrowIfNull(tree);
        options ??= new FlameGraphSvgOptions();
        return Document.Of(tree, output => new FlameGraphPicture(new TreeFlameGraphSource(tree, options), options, output).Write());
    }

    private static Document Render(StackTreeDiff diff, FlameGraphDiffOptions? options)
    {
        ArgumentNullException.ThrowIfNull(diff);
        options ??= new FlameGraphDiffOptions();
        return new Document(output => new FlameGraphPicture(new DiffFlameGraphSource(diff, options), options.Picture, output).Write());
    }
}
