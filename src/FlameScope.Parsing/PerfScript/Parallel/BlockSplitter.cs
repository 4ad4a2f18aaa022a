using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Splits an input into blocks that end at sample boundaries, as far as it has any.</summary>
internal sealed class BlockSplitter
{
    // A smaller buffer grows until it contains a boundary.
    private static readonly int MinimumWithoutBoundary = BufferSize.Choose(256 * 1024, small: 256);

    private readonly Stack<byte[]> _free = [];
    private byte[] _buffer;
    private int _length;

    public BlockSplitter(int blockSize) => _buffer = new byte[blockSize];

    /// <summary>The memory for the next bytes of the input.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_length);

    /// <summary>Splits text in memory. The blocks are slices of it.</summary>
    public static IEnumerable<TextBlock> Split(ReadOnlyMemory<byte> text, int blockSize)
    {
        for (bool isFinal = false; !isFinal;)
        {
            ReadOnlyMemory<byte> slice = text[..Math.Min(blockSize, text.Length)];
            isFinal = slice.Length == text.Length;
            int boundary = isFinal ? 0 : SampleBoundary.FindLast(slice.Span);
            if (boundary > 0) slice = slice[..boundary];
            yield return new TextBlock { Text = slice, EndsAtBoundary = boundary > 0, IsFinal = isFinal };
            text = text[slice.Length..];
        }
    }

    /// <summary>Takes the next block from the bytes that have been read.</summary>
    /// <param name="count">The number of bytes read into <see cref="Free"/>; less than its length only at the end of the input.</param>
    /// <param name="isFinal">Indicates whether the input ends with these bytes.</param>
    /// <returns>The block; <c>null</c> if more has to be read first.</returns>
    public TextBlock? Cut(int count, bool isFinal)
    {
        _length += count;
        int boundary = isFinal ? 0 : SampleBoundary.FindLast(_buffer.AsSpan(0, _length));
        if (boundary == 0 && !isFinal && _length < MinimumWithoutBoundary)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
            return null;
        }
        int length = boundary == 0 ? _length : boundary;
        var block = new TextBlock
        {
            Text = _buffer.AsMemory(0, length),
            Buffer = _buffer,
            EndsAtBoundary = boundary > 0,
            IsFinal = isFinal,
        };
        StartNext(length);
        return block;
    }

    /// <summary>Takes back the buffer of a block that has been parsed. Any thread may call it.</summary>
    public void Return(TextBlock block)
    {
        lock (_free) _free.Push(block.Buffer!);
    }

    private void StartNext(int taken)
    {
        byte[]? next;
        lock (_free) _free.TryPop(out next);
        if (next is null || next.Length < _buffer.Length) next = new byte[_buffer.Length];
        ReadOnlySpan<byte> rest = _buffer.AsSpan(taken, _length - taken);
        rest.CopyTo(next);
        _buffer = next;
        _length = rest.Length;
    }
}
