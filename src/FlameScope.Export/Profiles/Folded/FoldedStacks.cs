using System.Buffers;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>Writes trees and differences as folded stacks, the text that most flame graph tools read.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>A line of a tree is <c>comm;root;…;leaf count</c>. There is one line per distinct stack, and its count is that of the samples that
/// end in its leaf. Stacks with a count of zero are omitted. The counts add up to the tree's total.</item>
/// <item>A line of a difference is <c>comm;root;…;leaf baseline target</c>, the format that FlameGraph's <c>difffolded.pl BASELINE TARGET</c>
/// writes and <c>flamegraph.pl</c> and inferno read. The count of the baseline is <b>first</b>, as that of the older profile is there: those
/// tools draw widths by the second count, and red where it is larger. Every stack of either side has a line, with 0 for the side that lacks
/// it. Stacks that are zero on both sides are omitted.</item>
/// <item>Lines are in ordinal order of the bytes of their stacks, which is the order of <c>LC_ALL=C sort</c>. No two lines have the same
/// stack.</item>
/// <item>A <c>;</c> in a name is written as <c>:</c>, a control character, including line ends, as a space, and bytes that are not UTF-8 as U+FFFD.
/// Frames that differ only in kind or only in such characters are merged.</item>
/// <item>Samples without any frame or group are written as the stack <c>[no frames]</c>.</item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// using FileStream file = File.Create("stacks.folded");
/// FoldedStacks.Write(StackTree.From(profile), file);
/// </code>
/// </example>
public static class FoldedStacks
{
    /// <summary>Writes a tree to a stream.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static void Write(StackTree tree, Stream output) =>
        Render(tree).WriteTo(output);

    /// <summary>Writes a tree to a buffer writer.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The buffer writer.</param>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static void Write(StackTree tree, IBufferWriter<byte> output) =>
        Render(tree).WriteTo(output);

    /// <summary>
    /// Writes a tree to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(StackTree tree, Stream output, CancellationToken cancellationToken = default) =>
        Render(tree).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a tree as a string.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static string ToText(StackTree tree) =>
        Render(tree).ToText();

    /// <summary>Writes a difference to a stream.</summary>
    /// <param name="diff">The difference. Its normalization is ignored.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(StackTreeDiff diff, Stream output, FoldedDiffOptions? options = null) =>
        Render(diff, options).WriteTo(output);

    /// <summary>Writes a difference to a buffer writer.</summary>
    /// <param name="diff">The difference. Its normalization is ignored.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(StackTreeDiff diff, IBufferWriter<byte> output, FoldedDiffOptions? options = null) =>
        Render(diff, options).WriteTo(output);

    /// <summary>
    /// Writes a difference to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="diff">The difference. Its normalization is ignored.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(
        StackTreeDiff diff, Stream output, FoldedDiffOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(diff, options).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a difference as a string.</summary>
    /// <param name="diff">The difference. Its normalization is ignored.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The document.</returns>
    public static string ToText(StackTreeDiff diff, FoldedDiffOptions? options = null) =>
        Render(diff, options).ToText();

    private static Document Render(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Document.Of(tree, output => new FoldedWriter(new TreeFoldedSource(tree), output).Write());
    }

    private static Document Render(StackTreeDiff diff, FoldedDiffOptions? options)
    {
        ArgumentNullException.ThrowIfNull(diff);
        options ??= new FoldedDiffOptions();
        return new Document(output => new FoldedWriter(new DiffFoldedSource(diff, options), output).Write());
    }
}
