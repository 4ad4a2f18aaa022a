using System.IO.Pipelines;

namespace FlameScope.Parsing;

/// <summary>The stream or pipe that an input is read from, and whether it is read asynchronously.</summary>
/// <remarks>
/// All code that reads is written once, as asynchronous methods. With a synchronous source nothing in them waits for a task, so the returned task
/// is always complete and everything runs on the calling thread.
/// </remarks>
internal readonly struct InputSource
{
    private readonly bool _mayIgnoreCancellation;

    public InputSource(Stream stream, bool isAsync)
    {
        Stream = stream;
        IsAsync = isAsync;
        _mayIgnoreCancellation = !stream.CanSeek; // files and memory always return
    }

    public InputSource(PipeReader reader)
    {
        Stream = reader.AsStream(leaveOpen: true);
        IsAsync = true;
    }

    public Stream Stream { get; }

    public bool IsAsync { get; }

    /// <summary>Indicates whether a read has to be abandoned to cancel it, since the stream may ignore the token.</summary>
    public bool NeedsAbandonedReads(CancellationToken cancellationToken) => _mayIgnoreCancellation && (IsAsync || cancellationToken.CanBeCanceled);
}
