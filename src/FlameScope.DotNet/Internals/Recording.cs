using System.Diagnostics;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>A recording that goes on: a session of the process whose bytes are pushed to a consumer until it ends.</summary>
/// <remarks>
/// The bytes are read while the session is stopped, because the process waits for its reader while it sends the names of its methods. That is why a
/// process can record itself.
/// </remarks>
internal sealed class Recording : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly EventPipeSession _session;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _bytesReceived;
    private volatile bool _isStopping;

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
        Task stop = StopWhenAsync(end, ended.Token);
        try
        {
            await CopyAsync(consume, report, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await stop.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session. The rest of its bytes, with the names of methods, follows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        try
        {
            await _session.StopAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is DiagnosticsClientException or IOException or TimeoutException)
        {
            // The process has ended, and the session with it.
        }
    }

    /// <summary>Ends the session and discards the rest of its bytes. The process answers only after it has sent them.</summary>
    public async Task AbandonAsync()
    {
        Task rest = CopyAsync(_ => ValueTask.CompletedTask, report: null, CancellationToken.None);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await rest.ConfigureAwait(false);
    }

    public void Dispose() => _session.Dispose();

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
                return; // The process was killed. What it sent is kept.
            }
            if (count == 0) return;
            _bytesReceived += count;
            await consume(buffer.AsMemory(0, count)).ConfigureAwait(false);
            if (report is null || _clock.Elapsed - reported < ReportInterval) continue;
            reported = _clock.Elapsed;
            report();
        }
    }

    private async Task StopWhenAsync(RecordingEnd end, CancellationToken ended)
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
            await StopAsync(ended).ConfigureAwait(false);
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
