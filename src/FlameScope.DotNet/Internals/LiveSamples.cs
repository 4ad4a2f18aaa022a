using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>The samples of a recording that goes on, which are given out when the names of their methods are known.</summary>
/// <remarks>
/// <para>The runtime reports methods that it compiles. Methods that were compiled ahead of time, as those of the framework, are not reported when they are
/// first called; they are in the rundown that ends a session. So a session that has nothing but a rundown is made at the start, and again whenever samples have
/// addresses that no known method contains. Such samples wait for it, and then have all their names, however late the names arrive.</para>
/// <para>Stubs of the runtime are in no rundown. If a rundown provides no name that was missing, the next ones are made at growing distances.</para>
/// </remarks>
internal sealed class LiveSamples
{
    private const int MaximumPause = 32; // intervals

    private readonly DiagnosticsClient _client;
    private readonly DotNetRecordOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly NetTraceCode _code = new();
    private readonly NetTraceFeed _feed;
    private readonly List<byte[]> _pending = []; // bytes that follow the samples that wait
    private Task _rundown;
    private bool _waits; // samples wait for the rundown
    private int _named; // the slot of the first address that was not searched
    private int _asked; // the slot of the first address that the rundown may not have
    private int _missing;
    private int _pause;
    private int _skipped;

    public LiveSamples(DiagnosticsClient client, DotNetRecordOptions options, CancellationToken cancellationToken)
    {
        _client = client;
        _options = options;
        _cancellationToken = cancellationToken;
        _feed = new NetTraceFeed(options.Read, _code);
        _rundown = ReadNamesAsync();
    }

    /// <summary>Adds bytes of the recording.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isDue">Indicates whether a profile is wanted.</param>
    /// <returns>The samples that were not returned before; <c>null</c> if none is wanted or their names are not known yet.</returns>
    public Profile? Add(ReadOnlyMemory<byte> bytes, bool isDue)
    {
        // Two feeds of one code must not be used at the same time.
        _pending.Add(bytes.ToArray());
        if (!_rundown.IsCompleted) return null;
        _rundown.GetAwaiter().GetResult();
        Profile? waited = _waits ? EndRundown() : null;
        PushPending();
        if (waited is not null || !isDue) return waited;
        if (!StartsRundown()) return _feed.Take();
        _rundown = ReadNamesAsync();
        return null;
    }

    /// <summary>Returns the samples that were not returned before.</summary>
    public async Task<Profile> CompleteAsync()
    {
        await _rundown.ConfigureAwait(false);
        PushPending();
        if (_feed.CountUnnamed(_named, out _) > 0)
        {
            try
            {
                await ReadNamesAsync().ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is DotNetRecordException or IOException)
            {
                // The process has ended, and names can no longer be requested.
            }
        }
        return _feed.Take();
    }

    private bool StartsRundown()
    {
        if (_skipped < _pause)
        {
            _skipped++;
            return false;
        }
        _missing = _feed.CountUnnamed(_named, out _asked);
        if (_missing == 0) _named = _asked;
        _waits = _missing > 0;
        return _waits;
    }

    private Profile EndRundown()
    {
        _waits = false;
        bool isUseful = _feed.CountUnnamed(_named, out _) < _missing;
        _pause = isUseful ? 0 : Math.Min(Math.Max(1, _pause * 2), MaximumPause);
        _skipped = 0;
        _named = _asked;
        return _feed.Take();
    }

    private void PushPending()
    {
        foreach (byte[] bytes in _pending) _feed.Push(bytes);
        _pending.Clear();
    }

    private async Task ReadNamesAsync()
    {
        var names = new NetTraceFeed(_options.Read, _code);
        Task<Recording> start = Recording.StartAsync(_client, [Providers.None], bufferSize: 64, hasRundown: true, _cancellationToken);
        Recording recording = await start.ConfigureAwait(false);
        await using var _ = recording.ConfigureAwait(false);
        await recording.ReadAsync(new RecordingEnd(TimeSpan.Zero, CancellationToken.None), Consume, null, _cancellationToken).ConfigureAwait(false);

        ValueTask Consume(ReadOnlyMemory<byte> bytes)
        {
            names.Push(bytes.Span);
            return ValueTask.CompletedTask;
        }
    }
}
