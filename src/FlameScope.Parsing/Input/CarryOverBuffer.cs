namespace FlameScope.Parsing;

/// <summary>Reads a block of text, and says how much of it.</summary>
/// <param name="block">The block; it starts with what the last call left.</param>
/// <param name="isFinal">Whether the text ends with it.</param>
/// <returns>The number of bytes read. What is left belongs before the next block.</returns>
internal delegate int BlockReader(ReadOnlySpan<byte> block, bool isFinal);

/// <summary>
/// The buffer between an input and what reads it. What is left of a block moves to the front, and the buffer grows when a line needs all of it.
/// </summary>
internal sealed class CarryOverBuffer(BlockReader reader, int blockSize)
{
    private byte[] _buffer = new byte[blockSize];
    private int _length;

    /// <summary>Reads an input to its end.</summary>
    public void ReadAll(ProfileInput input, CancellationToken cancellationToken)
    {
        for (bool isFinal = false; !isFinal;)
        {
            Memory<byte> free = _buffer.AsMemory(_length);
            int count = input.Fill(free.Span, cancellationToken);
            isFinal = count < free.Length;
            Read(count, isFinal);
        }
    }

    /// <inheritdoc cref="ReadAll"/>
    public async Task ReadAllAsync(ProfileInput input, CancellationToken cancellationToken)
    {
        for (bool isFinal = false; !isFinal;)
        {
            Memory<byte> free = _buffer.AsMemory(_length);
            int count = await input.FillAsync(free, cancellationToken).ConfigureAwait(false);
            isFinal = count < free.Length;
            Read(count, isFinal);
        }
    }

    private void Read(int count, bool isFinal)
    {
        _length += count;
        int consumed = reader(_buffer.AsSpan(0, _length), isFinal);
        _length -= consumed;
        _buffer.AsSpan(consumed, _length).CopyTo(_buffer);
        if (_length == _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
    }
}
