namespace FlameScope.Parsing;

/// <summary>
/// The buffer between an input and a parser on one thread. The bytes that the parser does not consume move to the start of the buffer. The buffer
/// grows when a line needs all of it.
/// </summary>
internal sealed class CarryOverBuffer(IProfileParser parser, int blockSize) : IBlockConsumer
{
    private byte[] _buffer = new byte[blockSize];
    private int _length;

    public bool IsStopped => false;

    public Memory<byte> GetMemory() => _buffer.AsMemory(_length);

    public ValueTask AdvanceAsync(int count, bool isFinal, CancellationToken cancellationToken)
    {
        _length += count;
        int consumed = parser.Parse(_buffer.AsSpan(0, _length), isFinal);
        _length -= consumed;
        if (consumed > 0) _buffer.AsSpan(consumed, _length).CopyTo(_buffer);
        if (_length < _buffer.Length) return ValueTask.CompletedTask;
        if (_length == Array.MaxLength) throw TooLong();
        Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
        return ValueTask.CompletedTask;
    }

    private static ProfileFormatException TooLong() =>
        new(ProfileReadError.LimitExceeded, "the format needs more than 2 GiB of the input in memory, which is not supported");
}
