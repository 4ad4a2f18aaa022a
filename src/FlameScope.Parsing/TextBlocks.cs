namespace FlameScope.Parsing;

/// <summary>
/// The buffer between an input and the assembler. What the assembler leaves moves to the front, and the buffer grows when a line needs all of it.
/// </summary>
internal sealed class TextBlocks(PerfScriptAssembler assembler, int blockSize)
{
    private byte[] _buffer = new byte[blockSize];
    private int _length;

    /// <summary>Room for more text; never empty.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_length);

    /// <summary>Takes text that was put into <see cref="Free"/>, and reads what there is when the room is used up or the text ends.</summary>
    public void Advance(int count, bool isFinal)
    {
        _length += count;
        if (_length < _buffer.Length && !isFinal) return;
        int consumed = assembler.Read(_buffer.AsSpan(0, _length), isFinal);
        _length -= consumed;
        _buffer.AsSpan(consumed, _length).CopyTo(_buffer);
        if (_length == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
