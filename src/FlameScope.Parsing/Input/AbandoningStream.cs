namespace FlameScope.Parsing;

/// <summary>
/// Reads a stream that may deliver no data for a long time. On cancellation a pending read is abandoned, since many streams ignore the token: the
/// output of a process, a named pipe, the console.
/// </summary>
/// <remarks>
/// The stream reads into a buffer that no other code uses, because an abandoned read may still write to it; <c>GZipStream</c> returns its buffer to
/// a pool that others rent from. The read runs on another thread if the stream has no asynchronous reads. This costs a change of threads per
/// read, so it is used only where a read can be canceled.
/// </remarks>
internal sealed class AbandoningStream(Stream source) : ReadOnlyStream
{
    private readonly byte[] _buffer = new byte[64 * 1024]; // as much as a pipe of Linux holds

    /// <summary>The token that cancels the next read.</summary>
    public CancellationToken CancellationToken { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int count = BeginRead(buffer.Length).GetAwaiter().GetResult();
        _buffer.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await BeginRead(buffer.Length).ConfigureAwait(false);
        _buffer.AsMemory(0, count).CopyTo(buffer);
        return count;
    }

    private Task<int> BeginRead(int count)
    {
        CancellationToken.ThrowIfCancellationRequested();
        Task<int> read = source.ReadAsync(_buffer.AsMemory(0, Math.Min(count, _buffer.Length)), CancellationToken).AsTask();
        if (read.IsCompleted) return read;
        // The exception of an abandoned read is of no interest, but it has to be observed.
        _ = read.ContinueWith(
            static abandoned => abandoned.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return read.WaitAsync(CancellationToken);
    }
}
