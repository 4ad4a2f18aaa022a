using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>The result of <see cref="StackCollapse"/>: distinct stacks and their counts.</summary>
public sealed class CollapsedStacks
{
    private readonly CollapsedOrder _order;

    internal CollapsedStacks(CollapsedTree tree, string? eventName, long filteredCount, long idleCount, bool isLastUnfinished, string? damage)
    {
        _order = new CollapsedOrder(tree);
        EventName = eventName;
        FilteredCount = filteredCount;
        IdleCount = idleCount;
        IsLastUnfinished = isLastUnfinished;
        Damage = damage;
    }

    /// <summary>The number of distinct stacks.</summary>
    public int Count => _order.LineCount;

    /// <summary>The event whose samples were counted; <c>null</c> if no line names an event.</summary>
    public string? EventName { get; }

    /// <summary>The number of samples that were omitted because they are of another event.</summary>
    public long FilteredCount { get; }

    /// <summary>
    /// The number of idle samples among those that were counted: samples of the task <c>swapper</c> in an idle function of the kernel. The script
    /// counts them; see <see cref="Model.Profile.IsIdle"/>.
    /// </summary>
    public long IdleCount { get; }

    /// <summary>
    /// Indicates whether the last sample was omitted because its stack may be incomplete: compressed data was damaged, or the text was cut after a
    /// line of the stack.
    /// </summary>
    /// <remarks>
    /// A last sample that no blank line follows is usually counted. The text counts as cut if it ends in a line end, blank lines follow its other
    /// samples, and no symbol has an offset, which perf prints for many years: for such texts, the output is that of the script.
    /// </remarks>
    public bool IsLastUnfinished { get; }

    /// <summary>
    /// The fault of the compressed input that ended the read; <c>null</c> if there is none. The stacks are those of the input before it.
    /// </summary>
    public string? Damage { get; }

    /// <summary>Returns the distinct stacks as strings.</summary>
    /// <returns>The lines, in the order of their bytes.</returns>
    public CollapsedLine[] GetLines()
    {
        var lines = new CollapsedLine[Count];
        CollapsedOrder.Cursor cursor = _order.GetCursor();
        for (int i = 0; cursor.MoveNext(); i++) lines[i] = new CollapsedLine(Encoding.UTF8.GetString(cursor.Text), cursor.Count);
        return lines;
    }

    /// <summary>Writes the stacks as text, one line per stack: the stack, a space, the count.</summary>
    /// <param name="output">The stream that receives the text, in UTF-8. It is not closed.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>();
        CollapsedOrder.Cursor cursor = _order.GetCursor();
        while (TryWriteSome(buffer, cursor))
        {
            output.Write(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
    }

    /// <summary>Writes the stacks as text, one line per stack: the stack, a space, the count.</summary>
    /// <param name="output">The writer that receives the text, in UTF-8.</param>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        CollapsedOrder.Cursor cursor = _order.GetCursor();
        while (cursor.MoveNext()) Write(output, cursor);
    }

    /// <summary>Writes the stacks as text asynchronously, one line per stack: the stack, a space, the count.</summary>
    /// <param name="output">The stream that receives the text, in UTF-8. It is not closed.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>A task that completes when the text has been written.</returns>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The write was canceled.</exception>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>();
        CollapsedOrder.Cursor cursor = _order.GetCursor();
        while (TryWriteSome(buffer, cursor))
        {
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }

    // Writes lines until there are enough for one write of the stream.
    private static bool TryWriteSome(ArrayBufferWriter<byte> buffer, CollapsedOrder.Cursor cursor)
    {
        const int Enough = 256 * 1024;
        while (buffer.WrittenCount < Enough && cursor.MoveNext()) Write(buffer, cursor);
        return buffer.WrittenCount > 0;
    }

    private static void Write(IBufferWriter<byte> output, CollapsedOrder.Cursor cursor)
    {
        const int MaximumCount = 20;
        ReadOnlySpan<byte> text = cursor.Text;
        Span<byte> line = output.GetSpan(text.Length + MaximumCount + 2);
        text.CopyTo(line);
        line[text.Length] = (byte)' ';
        Utf8Formatter.TryFormat(cursor.Count, line[(text.Length + 1)..], out int digits);
        line[text.Length + digits + 1] = (byte)'\n';
        output.Advance(text.Length + digits + 2);
    }
}
