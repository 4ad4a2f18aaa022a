namespace FlameScope.Parsing;

/// <summary>
/// The bytes of a profile, without the compression, the encoding or the archive around them. Damage of the compressed data ends the input and is
/// distinguished from its end.
/// </summary>
internal sealed class ProfileInput : IDisposable
{
    private readonly AbandoningStream? _abandoning;
    private readonly PrefixedStream _raw;
    private readonly InputState _state;
    private readonly Stream _text;
    private readonly IProgress<ReadProgress>? _progress;
    private readonly long? _totalBytes;
    private ReadOnlyMemory<byte> _peeked;
    private long _textLength;
    private long _lastReport;
    private bool _isEnded;

    private ProfileInput(
        bool isAsync,
        AbandoningStream? abandoning,
        PrefixedStream raw,
        InputState state,
        Stream text,
        IProgress<ReadProgress>? progress,
        long? totalBytes)
    {
        IsAsync = isAsync;
        _abandoning = abandoning;
        _raw = raw;
        _state = state;
        _text = text;
        _progress = progress;
        _totalBytes = totalBytes;
    }

    /// <summary>Indicates whether the source is read asynchronously. If not, all tasks of this type are complete when they are returned.</summary>
    public bool IsAsync { get; }

    /// <summary>The fault of the compressed data; <c>null</c> if there is none so far.</summary>
    public string? Damage => _state.Damage;

    /// <summary>The number of bytes of the profile; <c>null</c> if it is not known, which it is not within a container.</summary>
    public long? Length => _text == _raw ? _totalBytes : null;

    /// <summary>Opens a source. It is not closed.</summary>
    public static async ValueTask<ProfileInput> OpenAsync(
        InputSource source, ProfileReadOptions options, IProgress<ReadProgress>? progress, CancellationToken cancellationToken)
    {
        Stream stream = source.Stream;
        Stream? seekable = stream.CanSeek && stream.Position == 0 ? stream : null;
        long? total = stream.CanSeek ? stream.Length - stream.Position : null;
        AbandoningStream? abandoning = null;
        if (source.NeedsAbandonedReads(cancellationToken))
        {
            stream = abandoning = new AbandoningStream(stream) { CancellationToken = cancellationToken };
        }
        Memory<byte> start = new byte[InputLayers.StartLength];
        int length = 0;
        while (length < start.Length)
        {
            int count = await ReadAsync(stream, start[length..], source.IsAsync, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            length += count;
        }
        // Fewer bytes mean that the source has ended. Some pipes throw when they are read again then (PipeReader.Create over an empty array).
        var raw = new PrefixedStream(start[..length], length < start.Length ? Stream.Null : stream);
        var state = new InputState(raw, options.MaximumCompressionRatio);
        var selection = new ArchiveSelection(options.Formats ?? ProfileFormats.Default, options.ArchiveEntry);
        Stream text = await new InputLayers(state, selection, source.IsAsync, cancellationToken).OpenAsync(raw, seekable).ConfigureAwait(false);
        return new ProfileInput(source.IsAsync, abandoning, raw, state, text, progress, total);
    }

    /// <summary>The bytes that <see cref="PeekAsync"/> has read and that have not been consumed.</summary>
    public ReadOnlyMemory<byte> Peeked => _peeked;

    /// <summary>Reads the start of the input into <see cref="Peeked"/> without consuming it. It is called before anything is consumed, with growing lengths.</summary>
    /// <param name="length">The number of bytes; fewer are read only if the input is shorter.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask PeekAsync(int length, CancellationToken cancellationToken)
    {
        Memory<byte> buffer = new byte[length];
        int count = await FillAsync(buffer, cancellationToken).ConfigureAwait(false);
        _peeked = buffer[..count];
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
        if (_text != _raw) _text.Dispose();
    }

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
            int count = await ReadAsync(_text, buffer[filled..], IsAsync, cancellationToken).ConfigureAwait(false);
            _isEnded = count == 0;
            filled += count;
        }
        Count(filled - peeked);
        return filled;
    }

    private void Count(int length)
    {
        _textLength += length;
        if (Damage is not null && _textLength == 0) throw new ProfileFormatException(ProfileReadError.Truncated, $"this is {Damage}, and nothing of it can be read");
        // At most ten reports per second: the receiver may be a terminal.
        if (_progress is null || (!_isEnded && Environment.TickCount64 - _lastReport < 100)) return;
        _lastReport = Environment.TickCount64;
        _progress.Report(new ReadProgress(_raw.BytesRead, _totalBytes));
    }
}
