using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>The result of <see cref="StackCollapse"/>: distinct stacks and their counts.</summary>
public sealed class CollapsedStacks
{
    // In the order of the bytes, as the script sorts.
    private readonly List<KeyValuePair<byte[], long>> _rows;

    internal CollapsedStacks(List<KeyValuePair<byte[], long>> rows, string? eventName, long filteredCount, long idleCount, bool isLastUnfinished, string? damage)
    {
        _rows = rows;
        EventName = eventName;
        FilteredCount = filteredCount;
        IdleCount = idleCount;
        IsLastUnfinished = isLastUnfinished;
        Damage = damage;
    }

    /// <summary>The number of distinct stacks.</summary>
    public int Count => _rows.Count;

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
    /// Indicates whether the text ends within a call chain, without the blank line that ends one. As with the script, that sample is omitted.
    /// </summary>
    public bool IsLastUnfinished { get; }

    /// <summary>
    /// The fault of the compressed input that ended the read; <c>null</c> if there is none. The stacks are those of the input before it.
    /// </summary>
    public string? Damage { get; }

    /// <summary>Returns the distinct stacks as strings.</summary>
    /// <returns>The lines, in the order of their bytes.</returns>
    public CollapsedLine[] GetLines() => [.. _rows.Select(static row => new CollapsedLine(Encoding.UTF8.GetString(row.Key), row.Value))];

    /// <summary>Writes the stacks as text, one line per stack: the stack, a space, the count.</summary>
    /// <param name="output">The stream that receives the text, in UTF-8. It is not closed.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>();
        for (int next = 0; next < _rows.Count;)
        {
            next = WriteSome(buffer, next);
            output.Write(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
    }

    /// <summary>Writes the stacks as text, one line per stack: the stack, a space, the count.</summary>
    /// <param name="output">The writer that receives the text, in UTF-8.</param>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (KeyValuePair<byte[], long> row in _rows) Write(output, row);
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
        for (int next = 0; next < _rows.Count;)
        {
            next = WriteSome(buffer, next);
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }

    // Writes rows until there are enough for one write of the stream.
    private int WriteSome(ArrayBufferWriter<byte> buffer, int next)
    {
        const int Enough = 48 * 1024;
        while (next < _rows.Count && buffer.WrittenCount < Enough) Write(buffer, _rows[next++]);
        return next;
    }

    private static void Write(IBufferWriter<byte> output, KeyValuePair<byte[], long> row)
    {
        const int MaximumCount = 20;
        output.Write(row.Key);
        Span<byte> rest = output.GetSpan(MaximumCount + 2);
        rest[0] = (byte)' ';
        Utf8Formatter.TryFormat(row.Value, rest[1..], out int digits);
        rest[digits + 1] = (byte)'\n';
        output.Advance(digits + 2);
    }
}
