using System.Buffers;
using ZstdSharp;

namespace FlameScope.Parsing;

/// <summary>
/// Decompresses the records of <c>perf record -z</c>. All compressed records of a file together are one zstd stream, which may end without its end mark;
/// a record in it may continue in the next compressed record.
/// </summary>
internal sealed class CompressedRecords : IDisposable
{
    private const int Step = 256 * 1024;
    private const int UncheckedLength = 64 * 1024 * 1024;

    private readonly Decompressor _decompressor = new();
    private byte[] _buffer = new byte[Step];
    private int _start;
    private int _end;
    private long _input;
    private long _output;

    /// <summary>The records that are decompressed and not consumed.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Indicates whether the ratio of output to input exceeds a limit.</summary>
    public bool IsSuspicious(int maximumRatio) => maximumRatio > 0 && _output > UncheckedLength && _output / maximumRatio > _input;

    /// <summary>Removes the first bytes.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Decompresses the next bytes of a compressed record.</summary>
    /// <param name="compressed">The bytes. Receives what was not read yet.</param>
    /// <returns><c>false</c> if all bytes were read and all of their output is in <see cref="Bytes"/>.</returns>
    /// <exception cref="InvalidDataException">The bytes are not valid.</exception>
    public bool Read(ref ReadOnlySpan<byte> compressed)
    {
        if (_start > 0)
        {
            Bytes.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_buffer.Length - _end < Step) Array.Resize(ref _buffer, _buffer.Length * 2);
        OperationStatus status = _decompressor.UnwrapStream(compressed, _buffer.AsSpan(_end, Step), out int read, out int written);
        if (status == OperationStatus.InvalidData) throw new InvalidDataException("The compressed bytes are not valid.");
        _input += read;
        _output += written;
        compressed = compressed[read..];
        _end += written;
        return written == Step || (!compressed.IsEmpty && read + written > 0);
    }

    public void Dispose() => _decompressor.Dispose();
}
