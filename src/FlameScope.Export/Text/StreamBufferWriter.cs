using System.Buffers;

namespace FlameScope.Export;

/// <summary>A buffer writer over a stream. The bytes are written to the stream in chunks, so that the memory does not grow with the output.</summary>
internal sealed class StreamBufferWriter(Stream output) : IBufferWriter<byte>
{
    private const int FlushAt = 64 * 1024;

    private byte[] _buffer = new byte[2 * FlushAt];
    private int _used;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _used);
        _used += count;
        if (_used >= FlushAt) Flush();
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _buffer.AsSpan(_used);
    }

    /// <summary>Writes the remaining bytes to the stream.</summary>
    public void Flush()
    {
        output.Write(_buffer, 0, _used);
        _used = 0;
    }

    private void EnsureFree(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (_buffer.Length - _used < Math.Max(sizeHint, 1)) Array.Resize(ref _buffer, checked(_used + Math.Max(sizeHint, FlushAt)));
    }
}
