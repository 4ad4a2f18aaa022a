using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>What <see cref="StackCollapse"/> makes.</summary>
public sealed class CollapsedStacks
{
    private readonly List<KeyValuePair<byte[], long>> _rows;

    // The order is that of the bytes, which is how the script sorts.
    internal CollapsedStacks(List<KeyValuePair<byte[], long>> rows, string? eventName, long filteredCount, bool isLastUnfinished, string? damage)
    {
        _rows = rows;
        EventName = eventName;
        FilteredCount = filteredCount;
        IsLastUnfinished = isLastUnfinished;
        Damage = damage;
    }

    /// <summary>The number of distinct stacks.</summary>
    public int Count => _rows.Count;

    /// <summary>The distinct stacks, in the order of their bytes. Each call makes their texts anew.</summary>
    public IReadOnlyList<CollapsedLine> Stacks =>
        [.. _rows.Select(row => new CollapsedLine(Encoding.UTF8.GetString(row.Key), row.Value))];

    /// <summary>The event whose samples were taken; <c>null</c> when no line names one.</summary>
    public string? EventName { get; }

    /// <summary>The number of samples left out because they are of another event.</summary>
    public long FilteredCount { get; }

    /// <summary>
    /// Whether the text ends within a sample, without the blank line that ends one. As with the script that sample is left out.
    /// </summary>
    public bool IsLastUnfinished { get; }

    /// <summary>What is wrong with the compressed input, of which the stacks are as far as it could be read; <c>null</c> when nothing is.</summary>
    public string? Damage { get; }

    /// <summary>Writes the stacks as text, one a line: the stack, a blank, the count.</summary>
    /// <param name="output">Where the text goes, as the bytes that were read. It stays open.</param>
    public void Write(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        foreach (KeyValuePair<byte[], long> row in _rows)
        {
            buffer.Write(row.Key);
            Span<byte> rest = buffer.GetSpan(24);
            rest[0] = (byte)' ';
            Utf8Formatter.TryFormat(row.Value, rest[1..], out int digits);
            rest[digits + 1] = (byte)'\n';
            buffer.Advance(digits + 2);
            if (buffer.WrittenCount > 48 * 1024) Flush(buffer, output);
        }
        Flush(buffer, output);
    }

    private static void Flush(ArrayBufferWriter<byte> buffer, Stream output)
    {
        output.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
