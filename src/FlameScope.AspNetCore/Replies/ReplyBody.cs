using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>
/// The body of an answer while it is written. It is compressed block by block, so that the memory of an answer is a block and what is sent, and not
/// several times the text, which would be large objects that only a full garbage collection frees.
/// </summary>
/// <param name="encoding">The content encoding; <c>null</c> for none.</param>
/// <param name="maximum">The maximum number of bytes that are sent.</param>
/// <param name="cancellationToken">Cancels the writing, at the next block.</param>
internal sealed class ReplyBody(string? encoding, long maximum, CancellationToken cancellationToken) : Stream
{
    // Brotli's fastest level does not find repetitions across blocks; larger ones do not compress better.
    private const int BlockSize = 128 * 1024;

    // Below this length, the headers of a packet are longer than what is saved.
    private const int MinimumCompressed = 1024;

    private readonly MemoryStream _sent = new();
    private byte[] _block = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _count;
    private Stream? _compressor;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The content encoding of the bytes; <c>null</c> for none.</summary>
    public string? Encoding => _compressor is null ? null : encoding;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="RequestFault">The answer is too large.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_count == BlockSize) WriteBlock();
            int count = Math.Min(buffer.Length, BlockSize - _count);
            buffer[..count].CopyTo(_block.AsSpan(_count));
            _count += count;
            buffer = buffer[count..];
        }
    }

    // The writers flush at their end; a block is longer.
    public override void Flush()
    {
    }

    /// <summary>Ends the body and returns its bytes.</summary>
    /// <exception cref="RequestFault">The answer is too large.</exception>
    public ReadOnlyMemory<byte> Complete()
    {
        if (_compressor is not null || _count >= MinimumCompressed || _sent.Length > 0) WriteBlock();
        else _sent.Write(_block, 0, _count);
        _compressor?.Dispose();
        CheckLength();
        return _sent.ToArray();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _block.Length > 0)
        {
            _compressor?.Dispose();
            ArrayPool<byte>.Shared.Return(_block);
            _block = [];
        }
        base.Dispose(disposing);
    }

    // The levels that cost least: answers are computed for one client and are seldom asked for twice.
    private void WriteBlock()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _compressor ??= encoding switch
        {
            ReplyCompression.Brotli => new BrotliStream(_sent, CompressionLevel.Fastest, leaveOpen: true),
            ReplyCompression.Gzip => new GZipStream(_sent, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        };
        (_compressor ?? _sent).Write(_block, 0, _count);
        _count = 0;
        CheckLength();
    }

    private void CheckLength()
    {
        if (_sent.Length > maximum) throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The answer is larger than this server sends. Select fewer samples.");
    }
}
