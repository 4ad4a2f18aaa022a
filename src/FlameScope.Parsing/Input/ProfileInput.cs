using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace FlameScope.Parsing;

/// <summary>
/// The bytes of a profile, decompressed if they are gzip. Damage of the compressed data ends the input and is distinguished from its end.
/// </summary>
internal sealed class ProfileInput : IDisposable
{
    private const int MagicLength = 2; // of gzip

    // No ratio is checked below this length: a small file may well repeat a few lines.
    private const long UncheckedLength = 64 * 1024 * 1024;

    private const string Damaged = "gzip data that is damaged";
    private const string Cut = "gzip data that ends before its end";

    private readonly AbandoningStream? _abandoning;
    private readonly PrefixedStream _raw;
    private readonly Stream _text;
    private readonly bool _isGzip;
    private readonly int _maximumRatio;
    private readonly IProgress<ReadProgress>? _progress;
    private readonly long? _totalBytes;
    private ReadOnlyMemory<byte> _peeked;
    private long _textLength;
    private long _lastReport;
    private bool _isEnded;

    private ProfileInput(
        InputSource source,
        AbandoningStream? abandoning,
        ReadOnlyMemory<byte> magic,
        int maximumRatio,
        IProgress<ReadProgress>? progress,
        long? totalBytes)
    {
        IsAsync = source.IsAsync;
        _abandoning = abandoning;
        // Fewer bytes mean that the source has ended. Some pipes throw when they are read again then (PipeReader.Create over an empty array).
        Stream rest = magic.Length < MagicLength ? Stream.Null : abandoning ?? source.Stream;
        _raw = new PrefixedStream(magic, rest);
        _isGzip = magic.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        _text = _isGzip ? Decompress(_raw) : _raw;
        _maximumRatio = maximumRatio;
        _progress = progress;
        _totalBytes = totalBytes;
    }

    /// <summary>Indicates whether the source is read asynchronously. If not, all tasks of this type are complete when they are returned.</summary>
    public bool IsAsync { get; }

    /// <summary>The fault of the compressed data; <c>null</c> if there is none so far.</summary>
    public string? Damage { get; private set; }

    /// <summary>Opens a source. It is not closed.</summary>
    public static async ValueTask<ProfileInput> OpenAsync(
        InputSource source, int maximumRatio, IProgress<ReadProgress>? progress, CancellationToken cancellationToken)
    {
        Stream stream = source.Stream;
        long? total = stream.CanSeek ? stream.Length - stream.Position : null;
        AbandoningStream? abandoning = null;
        if (source.NeedsAbandonedReads(cancellationToken))
        {
            stream = abandoning = new AbandoningStream(stream) { CancellationToken = cancellationToken };
        }
        Memory<byte> magic = new byte[MagicLength];
        int length = 0;
        while (length < magic.Length)
        {
            int count = await ReadAsync(stream, magic[length..], source.IsAsync, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            length += count;
        }
        return new ProfileInput(source, abandoning, magic[..length], maximumRatio, progress, total);
    }

    /// <summary>Returns the start of the input without consuming it. It is called before anything is consumed, with growing lengths.</summary>
    /// <param name="length">The number of bytes; fewer are returned only if the input is shorter.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int length, CancellationToken cancellationToken)
    {
        Memory<byte> buffer = new byte[length];
        int count = await FillAsync(buffer, cancellationToken).ConfigureAwait(false);
        _peeked = buffer[..count];
        return _peeked;
    }

    /// <summary>Reads the input to its end.</summary>
    public async ValueTask ReadToEndAsync(IBlockConsumer consumer, CancellationToken cancellationToken)
    {
        for (bool isFinal = false; !isFinal && !consumer.IsStopped;)
        {
            Memory<byte> free = consumer.GetMemory();
            int count = await FillAsync(free, cancellationToken).ConfigureAwait(false);
            isFinal = count < free.Length;
            await consumer.AdvanceAsync(count, isFinal, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (_isGzip) _text.Dispose();
    }

    // Apart from the constructor, so that the assembly is loaded only where it is needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GZipStream Decompress(Stream compressed) => new(compressed, CompressionMode.Decompress, leaveOpen: true);

    private static ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, bool isAsync, CancellationToken cancellationToken) =>
        isAsync ? stream.ReadAsync(buffer, cancellationToken) : new ValueTask<int>(stream.Read(buffer.Span));

    // Reads until the buffer is full or the input ends. Only at the end the result is less than the length of the buffer.
    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int peeked = Math.Min(_peeked.Length, buffer.Length);
        _peeked[..peeked].CopyTo(buffer);
        _peeked = _peeked[peeked..];
        int filled = peeked;
        if (_isEnded || filled == buffer.Length) return filled;
        if (_abandoning is not null) _abandoning.CancellationToken = cancellationToken;
        while (filled < buffer.Length && !_isEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                int count = await ReadAsync(_text, buffer[filled..], IsAsync, cancellationToken).ConfigureAwait(false);
                if (count == 0) End();
                filled += count;
            }
            catch (InvalidDataException) when (_isGzip)
            {
                Damage = Damaged;
                _isEnded = true;
            }
        }
        Count(filled - peeked);
        return filled;
    }

    private void End()
    {
        _isEnded = true;
        if (_isGzip && !GzipEnd.Check(_text, _raw)) Damage = Cut;
    }

    private void Count(int length)
    {
        _textLength += length;
        const string Limit = nameof(ProfileReadOptions.MaximumCompressionRatio);
        if (_isGzip && _maximumRatio > 0 && _textLength > UncheckedLength && _textLength / _maximumRatio > _raw.BytesRead)
        {
            throw new ProfileFormatException(ProfileReadError.LimitExceeded, string.Create(
                CultureInfo.InvariantCulture,
                $"{_raw.BytesRead} compressed bytes decompress to more than {_maximumRatio} times as many ({Limit})"));
        }
        if (Damage is not null && _textLength == 0) throw new ProfileFormatException(ProfileReadError.Truncated, $"this is {Damage}, and nothing of it can be read");
        // At most ten reports per second: the receiver may be a terminal.
        if (_progress is null || (!_isEnded && Environment.TickCount64 - _lastReport < 100)) return;
        _lastReport = Environment.TickCount64;
        _progress.Report(new ReadProgress(_raw.BytesRead, _totalBytes));
    }
}
