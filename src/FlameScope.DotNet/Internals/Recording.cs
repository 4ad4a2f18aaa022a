using System.Diagnostics;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>A recording that goes on: a session of the process whose bytes are pushed to a consumer until it ends.</summary>
/// <remarks>
/// The bytes are read while the session is stopped, because the process waits for its reader while it sends the names of its methods. That is why a
/// process can record itself.
/// </remarks>
internal sealed class Recording : IAsyncDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    // A process that was asked to stop sends the rest and closes the session. One that cannot be asked has ended, or closes the session soon.
    private static readonly TimeSpan RestPatience = TimeSpan.FromSeconds(10), ClosePatience = TimeSpan.FromSeconds(1);

    private readonly EventPipeSession _session;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _bytesReceived;
    private volatile bool _isStopping, _hasEnded;

    private Recording(EventPipeSession session) => _session = session;

    public TimeSpan Elapsed => _clock.Elapsed;

    public long BytesReceived => _bytesReceived;

    public bool IsStopping => _isStopping;

    /// <summary>Starts a session in a process.</summary>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    public static async Task<Recording> StartAsync(
        DiagnosticsClient client, IEnumerable<EventPipeProvider> providers, int bufferSize, bool hasRundown, CancellationToken cancellationToken)
    {
        try
        {
            Task<EventPipeSession> start = client.StartEventPipeSessionAsync(providers, hasRundown, bufferSize, cancellationToken);
            return new Recording(await start.ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is DiagnosticsClientException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            throw new DotNetRecordException($"the process cannot be recorded: {failure.Message}", failure);
        }
    }

    /// <summary>Reads the session to its end. It ends when the process ends, after a time, or when it is stopped.</summary>
    /// <param name="end">The events that end the session, apart from the end of the process.</param>
    /// <param name="consume">Receives the bytes.</param>
    /// <param name="report">Reports progress, at most ten times per second.</param>
    /// <param name="cancellationToken">Abandons the session.</param>
    public async Task ReadAsync(
        RecordingEnd end,
        Func<ReadOnlyMemory<byte>, ValueTask> consume,
        Action? report,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task stop = StopWhenAsync(end, closed, ended.Token);
        try
        {
            await CopyAsync(consume, report, closed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The process cannot be asked to stop. What it sent is kept.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await stop.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session, if it has not ended, and discards the rest of its bytes. The process answers only after it has sent them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_hasEnded)
        {
            using var closed = new CancellationTokenSource(RestPatience);
            Task rest = CopyAsync(_ => ValueTask.CompletedTask, report: null, closed.Token);
            try
            {
                if (!await StopAsync(closed.Token).ConfigureAwait(false)) await closed.CancelAsync().ConfigureAwait(false);
                await rest.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await Task.WhenAny(rest).ConfigureAwait(false);
            }
        }
        _session.Dispose();
    }

    /// <summary>Asks the process to end the session. The rest of its bytes, with the names of methods, follows.</summary>
    /// <returns>Whether the process could be asked; if not, it has usually ended.</returns>
    private async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        try
        {
            await _session.StopAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception gone) when (gone is DiagnosticsClientException or IOException or TimeoutException)
        {
            return false;
        }
    }

    private async Task CopyAsync(Func<ReadOnlyMemory<byte>, ValueTask> consume, Action? report, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        TimeSpan reported = TimeSpan.Zero;
        while (true)
        {
            int count;
            try
            {
                count = await _session.EventStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                count = 0; // The process was killed. What it sent is kept.
            }
            if (count == 0)
            {
                _hasEnded = true;
                return;
            }
            _bytesReceived += count;
            await consume(buffer.AsMemory(0, count)).ConfigureAwait(false);
            if (report is null || _clock.Elapsed - reported < ReportInterval) continue;
            reported = _clock.Elapsed;
            report();
        }
    }

    private async Task StopWhenAsync(RecordingEnd end, CancellationTokenSource closed, CancellationToken ended)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.StopToken, ended);
        try
        {
            await Task.Delay(end.Duration ?? Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (ended.IsCancellationRequested) return;
        }
        try
        {
            if (!await StopAsync(ended).ConfigureAwait(false)) closed.CancelAfter(ClosePatience);
        }
        catch (OperationCanceledException)
        {
            // The session has ended by itself.
        }
    }
}

/// <summary>The events that end a session, apart from the end of the process.</summary>
/// <param name="Duration">The time to record; <c>null</c> for no limit.</param>
/// <param name="StopToken">Ends the session when it is canceled.</param>
internal readonly record struct RecordingEnd(TimeSpan? Duration, CancellationToken StopToken);
