using System.Text;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>
/// Writes folded stacks, the text that most flame graph tools read: <c>comm;root;…;leaf count</c>, one line a distinct stack.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A line stands for the samples that ended in its leaf; stacks that count nothing are left out. The counts add up to the tree's total.</item>
/// <item>Lines are in ordinal order of their stacks' bytes, as <c>LC_ALL=C sort</c> has them, and no two have the same stack.</item>
/// <item>A <c>;</c> in a name is written <c>:</c>, a control character (line ends among them) is written as a blank; all other bytes are
/// written as they were recorded. Frames that differ only in kind, or only in such characters, become one.</item>
/// <item>Samples without any frame or group are written as the stack <c>[no frames]</c>.</item>
/// </list>
/// </remarks>
public static class FoldedStacks
{
    /// <summary>Writes a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    public static void Write(StackTree tree, Stream output)
    {
        ArgumentNullException.ThrowIfNull(tree);
        TreeChecks.ThrowIfReturned(tree);
        ArgumentNullException.ThrowIfNull(output);
        using var utf8 = new Utf8Output(output);
        new FoldedWriter(new TreeFoldedSource(tree), utf8).Write();
        utf8.Flush();
    }

    /// <summary>The folded stacks as a string; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="tree">The tree.</param>
    public static string ToText(StackTree tree)
    {
        using var buffer = new MemoryStream();
        Write(tree, buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
