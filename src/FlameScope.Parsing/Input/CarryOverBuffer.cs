namespace FlameScope.Parsing;

/// <summary>
/// The buffer between an input and a parser on one thread. The bytes that the parser does not consume move to the start of the buffer. The buffer
/// grows when a line needs all of it.
/// </summary>
/// <param name="parser">The parser.</param>
/// <param name="blockSize">The first length of the buffer.</param>
/// <param name="expectedLength">The length of the input if it is known; otherwise <c>null</c>.</param>
internal sealed class CarryOverBuffer(IProfileParser parser, int blockSize, long? expectedLength = null) : IBlockConsumer
{
    // A parser that needs all of a large file gets it with one copy. A length that is not true costs no more than this multiple of what was read.
    private const long MaximumGrowth = 64;

    private long _consumed;
    private byte[] _buffer = new byte[blockSize];
    private int _length;

    public bool IsStopped => false;

    public Memory<byte> GetMemory() => _buffer.AsMemory(_length);

    public ValueTask AdvanceAsync(int count, bool isFinal, CancellationToken cancellationToken)
    {
        _length += count;
        int consumed = parser.Parse(_buffer.AsSpan(0, _length), isFinal);
        _length -= consumed;
        _consumed += consumed;
        if (consumed > 0) _buffer.AsSpan(consumed, _length).CopyTo(_buffer);
        if (_length < _buffer.Length) return ValueTask.CompletedTask;
        if (_length == Array.MaxLength) throw TooLong();
        Grow();
        return ValueTask.CompletedTask;
    }

    // One byte more than the input has: a buffer that is full says nothing about the end.
    private void Grow()
    {
        long length = Math.Max(_buffer.Length * 2L, Math.Min(_buffer.Length * MaximumGrowth, (expectedLength ?? 0) - _consumed + 1));
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, Array.MaxLength));
        _buffer.AsSpan(0, _length).CopyTo(buffer);
        _buffer = buffer;
    }

    private static ProfileFormatException TooLong() =>
        new(ProfileReadError.LimitExceeded, "the format needs more than 2 GiB of the input in memory, which is not supported");
}
