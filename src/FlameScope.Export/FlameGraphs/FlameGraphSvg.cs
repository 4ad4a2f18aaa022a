using System.Text;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>
/// Writes a flame graph as one SVG file that needs nothing else: it opens from disk, and in a browser it is interactive.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Hovering shows a frame's name, value and share. A click makes a frame the whole width; Reset zoom, Esc, or a click on the root goes
/// back. Ctrl-F or the button searches by regular expression and shows the share of what matched, each sample counted once. The arrow keys walk
/// over the frames, Enter zooms.</item>
/// <item>Without scripts, in an image tag or another viewer, it is the plain picture with a title on each frame.</item>
/// <item>Names are hostile: they never become markup. Line ends and tabs show as blanks; control characters, directional marks and bytes that
/// are not UTF-8 show as U+FFFD; a name is cut at <see cref="FlameGraphSvgOptions.NameLimit"/>.</item>
/// <item>The same tree and options give the same bytes, whatever the machine and culture.</item>
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
    /// <summary>Writes a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static void Write(StackTree tree, Stream output, FlameGraphSvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        options ??= new FlameGraphSvgOptions();
        options.Validate();
        Write(FlameGraphLayout.From(tree, options.MinimumWidth / FlameGraphPicture.InnerWidth(options)), output, options);
    }

    /// <summary>Writes frames that have a place already.</summary>
    /// <param name="layout">The frames.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults. <see cref="FlameGraphSvgOptions.MinimumWidth"/> has no say here.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static void Write(FlameGraphLayout layout, Stream output, FlameGraphSvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new FlameGraphSvgOptions();
        options.Validate();
        using var utf8 = new Utf8Output(output);
        new FlameGraphPicture(new TreeFlameGraphSource(layout, options), options, utf8).Write();
        utf8.Flush();
    }

    /// <summary>
    /// Writes a differential flame graph: the widths of one side, each frame coloured by how much more or less of the target passes through it
    /// than of the baseline, normalised, as a part of the greatest such difference.
    /// </summary>
    /// <param name="diff">The difference.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static void WriteDifferential(StackTreeDiff diff, Stream output, FlameGraphDiffOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(diff);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new FlameGraphDiffOptions();
        options.Validate();
        using var utf8 = new Utf8Output(output);
        new FlameGraphPicture(new DiffFlameGraphSource(diff, options), options.Picture, utf8).Write();
        utf8.Flush();
    }

    /// <summary>The differential flame graph as a string.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static string DifferentialToText(StackTreeDiff diff, FlameGraphDiffOptions? options = null)
    {
        using var buffer = new MemoryStream();
        WriteDifferential(diff, buffer, options);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The picture as a string.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static string ToText(StackTree tree, FlameGraphSvgOptions? options = null)
    {
        using var buffer = new MemoryStream();
        Write(tree, buffer, options);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
