namespace FlameScope.Parsing;

/// <summary>A stream of bytes that have already been read from another stream, followed by the rest of that stream. It counts the bytes.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;
    private Stream _rest = rest;
    private bool _counts = true;

    /// <summary>The bytes that were read from the other stream and are still to be read from this one.</summary>
    public ReadOnlyMemory<byte> Prefix => _prefix;

    /// <summary>The number of bytes that have been read, without those of <see cref="Append"/>.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Appends bytes once the stream has ended. They are not counted.</summary>
    public void Append(byte[] bytes)
    {
        _rest = new MemoryStream(bytes, writable: false);
        _counts = false;
    }

    public override int Read(Span<byte> buffer) => Count(_prefix.IsEmpty ? _rest.Read(buffer) : ReadPrefix(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(_prefix.IsEmpty ? await _rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) : ReadPrefix(buffer.Span));

    private int ReadPrefix(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }

    private int Count(int count)
    {
        if (_counts) BytesRead += count;
        return count;
    }
}
