using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Cuts what an input brings into blocks that end at sample borders, as far as it has any.</summary>
internal sealed class BlockSplitter
{
    // Buffers smaller than this grow until they hold a border.
    private static readonly int MinimumBorderless = BufferSize.Choose(256 * 1024, small: 256);

    private readonly Stack<byte[]> _free = [];
    private byte[] _buffer;
    private int _length;

    public BlockSplitter(int blockSize) => _buffer = new byte[blockSize];

    /// <summary>Where the input's next bytes go.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_length);

    /// <summary>Takes a block out of what has been read.</summary>
    /// <param name="count">The number of bytes that were put into <see cref="Free"/>; less than it holds only where the text ends.</param>
    /// <param name="isFinal">Whether the text ends with them.</param>
    /// <returns>The block; <c>null</c> when more has to be read first.</returns>
    public TextBlock? Cut(int count, bool isFinal)
    {
        _length += count;
        int border = isFinal ? 0 : SampleBoundary.FindLast(_buffer.AsSpan(0, _length));
        if (border == 0 && !isFinal && _length < MinimumBorderless)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
            return null;
        }
        int length = border == 0 ? _length : border;
        var block = new TextBlock
        {
            Text = _buffer.AsMemory(0, length),
            Buffer = _buffer,
            EndsAtBorder = border > 0,
            IsFinal = isFinal,
        };
        StartNext(length);
        return block;
    }

    /// <summary>Takes back the buffer of a block that has been read. May be called by any thread.</summary>
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
