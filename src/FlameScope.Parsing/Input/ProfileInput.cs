using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace FlameScope.Parsing;

/// <summary>
/// The text of a profile, decompressed where it is gzip. Damage ends the text, and is told apart from its end.
/// </summary>
internal sealed class ProfileInput : IDisposable
{
    // Below this much text no ratio is asked for: a small file may well be a few lines over and over.
    private const long UncheckedLength = 64 * 1024 * 1024;

    private const string Damaged = "gzip data that is damaged";
    private const string Cut = "gzip data that ends before its end";

    private readonly PrefixedStream _raw;
    private readonly Stream _text;
    private readonly int _maximumRatio;
    private readonly Action<ReadProgress>? _progress;
    private readonly long? _totalBytes;
    private long _textLength;
    private long _lastReport;

    private ProfileInput(ReadOnlyMemory<byte> start, Stream rest, int maximumRatio, IProgress<ReadProgress>? progress, long? totalBytes)
    {
        _raw = new PrefixedStream(start, rest);
        IsGzip = IsGzipMagic(start.Span);
        _text = IsGzip ? Decompress(_raw) : _raw;
        _maximumRatio = maximumRatio;
        _progress = progress is null ? null : progress.Report;
        _totalBytes = totalBytes;
    }

    /// <summary>The number of bytes that tell gzip apart.</summary>
    public const int MagicLength = 2;

    public bool IsGzip { get; }

    /// <summary>What is wrong with the compressed data; <c>null</c> when nothing is, or nothing is known yet.</summary>
    public string? Damage { get; private set; }

    /// <summary>Opens a stream. It stays open.</summary>
    public static ProfileInput Open(Stream stream, int maximumRatio, IProgress<ReadProgress>? progress)
    {
        var start = new byte[MagicLength];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        long? total = stream.CanSeek ? stream.Length - stream.Position + length : null;
        return new ProfileInput(start.AsMemory(0, length), stream, maximumRatio, progress, total);
    }

    /// <summary>Opens a stream whose first bytes have been read already. It stays open.</summary>
    public static ProfileInput Open(ReadOnlyMemory<byte> start, Stream rest, int maximumRatio, IProgress<ReadProgress>? progress) =>
        new(start, rest, maximumRatio, progress, null);

    public static bool IsGzipMagic(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    /// <summary>Reads text until the buffer is full or the text ends.</summary>
    /// <returns>The number of bytes; less than the buffer holds only at the end.</returns>
    public int Fill(Span<byte> buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < buffer.Length && Damage is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count;
            try
            {
                count = _text.Read(buffer[filled..]);
            }
            catch (InvalidDataException) when (IsGzip)
            {
                Damage = Damaged;
                break;
            }
            if (count == 0)
            {
                CheckEnd();
                break;
            }
            filled += count;
        }
        Count(filled, isEnd: filled < buffer.Length);
        return filled;
    }

    /// <inheritdoc cref="Fill"/>
    public async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < buffer.Length && Damage is null)
        {
            int count;
            try
            {
                count = await _text.ReadAsync(buffer[filled..], cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException) when (IsGzip)
            {
                Damage = Damaged;
                break;
            }
            if (count == 0)
            {
                CheckEnd();
                break;
            }
            filled += count;
        }
        Count(filled, isEnd: filled < buffer.Length);
        return filled;
    }

    public void Dispose()
    {
        if (IsGzip) _text.Dispose();
    }

    // Apart from the above, so that the assembly is loaded only where it is needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GZipStream Decompress(Stream compressed) => new(compressed, CompressionMode.Decompress, leaveOpen: true);

    private void CheckEnd()
    {
        if (IsGzip && !GzipEnd.Check(_text, _raw)) Damage = Cut;
    }

    private void Count(int length, bool isEnd)
    {
        _textLength += length;
        if (IsGzip && _maximumRatio > 0 && _textLength > UncheckedLength && _textLength / _maximumRatio > _raw.BytesRead)
        {
            throw new ProfileFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{_raw.BytesRead} compressed bytes unfold to more than {_maximumRatio} times as many ({nameof(ProfileReadOptions.MaximumCompressionRatio)})"));
        }
        if (Damage is not null && _textLength == 0) throw new ProfileFormatException($"this is {Damage}, and nothing of it can be read");
        // A report a tenth of a second at most: what listens may be a terminal.
        if (_progress is null || (!isEnd && Environment.TickCount64 - _lastReport < 100)) return;
        _lastReport = Environment.TickCount64;
        _progress(new ReadProgress(_raw.BytesRead, _totalBytes));
    }
}
