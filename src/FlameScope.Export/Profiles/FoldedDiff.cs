using System.Text;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>
/// Writes a difference as folded text with two counts a line, <c>comm;root;…;leaf baseline target</c>, the form that FlameGraph's
/// <c>difffolded.pl BASELINE TARGET</c> writes and <c>flamegraph.pl</c> and inferno read.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The baseline's count comes <b>first</b>, as the older profile's does there: those tools draw widths by the second count, and red where it
/// is the larger.</item>
/// <item>Every stack of either side has a line, with 0 for the side that lacks it; stacks that count nothing on both are left out.</item>
/// <item>All else is as <see cref="FoldedStacks"/> has it: the order of the lines, and what becomes of <c>;</c> and of control characters.</item>
/// </list>
/// </remarks>
public static class FoldedDiff
{
    /// <summary>Writes a difference.</summary>
    /// <param name="diff">The difference. Its normalization has no say.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    public static void Write(StackTreeDiff diff, Stream output, FoldedDiffOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(diff);
        ArgumentNullException.ThrowIfNull(output);
        using var utf8 = new Utf8Output(output);
        new FoldedWriter(new DiffFoldedSource(diff, options ?? new FoldedDiffOptions()), utf8).Write();
        utf8.Flush();
    }

    /// <summary>The text as a string; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="diff">The difference. Its normalization has no say.</param>
    /// <param name="options">How; <c>null</c> for the defaults.</param>
    public static string ToText(StackTreeDiff diff, FoldedDiffOptions? options = null)
    {
        using var buffer = new MemoryStream();
        Write(diff, buffer, options);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
