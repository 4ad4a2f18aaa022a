using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>
/// A recording that is read while it goes on. A second session of the process, which only has a rundown, provides the names of the methods that exist
/// at the start; the first session is started before, so that it has the names of all later ones.
/// </summary>
internal static class LiveRecording
{
    public static async IAsyncEnumerable<Profile> ReadAsync(
        RecordingTarget target, TimeSpan interval, DotNetRecordOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (target.ConfigureAwait(false))
        {
            DiagnosticsClient client = await target.ConnectAsync(cancellationToken).ConfigureAwait(false);
            Task<Recording> start = Recording.StartAsync(client, Providers.Of(options), options.BufferSize, hasRundown: false, cancellationToken);
            using Recording recording = await start.ConfigureAwait(false);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var profiles = Channel.CreateUnbounded<Profile>(new UnboundedChannelOptions { SingleReader = true });
            Task read = ReadAsync(recording, client, interval, options, profiles.Writer, ended.Token);
            try
            {
                await foreach (Profile profile in profiles.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return profile;
            }
            finally
            {
                // The caller may have left the sequence.
                await ended.CancelAsync().ConfigureAwait(false);
                await Task.WhenAny(read).ConfigureAwait(false);
                await recording.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
            await read.ConfigureAwait(false);
        }
    }

    private static async Task ReadAsync(
        Recording recording,
        DiagnosticsClient client,
        TimeSpan interval,
        DotNetRecordOptions options,
        ChannelWriter<Profile> profiles,
        CancellationToken cancellationToken)
    {
        var names = new NetTraceFeed(options.Read);
        var feed = new NetTraceFeed(options.Read, names.Code);
        var pending = new List<byte[]>();
        Task rundown = ReadNamesAsync(client, names, cancellationToken);
        TimeSpan taken = TimeSpan.Zero;
        Exception? failure = null;
        try
        {
            await recording.ReadAsync(new RecordingEnd(null, options.StopToken), Consume, null, cancellationToken).ConfigureAwait(false);
            await rundown.ConfigureAwait(false);
            PushPending();
            profiles.TryWrite(feed.Take());
        }
        catch (Exception any) when (any is DotNetRecordException or ProfileFormatException or OperationCanceledException or IOException)
        {
            failure = any;
        }
        profiles.Complete(failure);

        ValueTask Consume(ReadOnlyMemory<byte> bytes)
        {
            // Two feeds of one code must not be used at the same time.
            pending.Add(bytes.ToArray());
            if (!rundown.IsCompleted) return ValueTask.CompletedTask;
            if (rundown.IsFaulted) return new ValueTask(rundown);
            PushPending();
            if (recording.Elapsed - taken < interval) return ValueTask.CompletedTask;
            taken = recording.Elapsed;
            profiles.TryWrite(feed.Take());
            return ValueTask.CompletedTask;
        }

        void PushPending()
        {
            foreach (byte[] bytes in pending) feed.Push(bytes);
            pending.Clear();
        }
    }

    private static async Task ReadNamesAsync(DiagnosticsClient client, NetTraceFeed names, CancellationToken cancellationToken)
    {
        Task<Recording> start = Recording.StartAsync(client, [Providers.None], bufferSize: 64, hasRundown: true, cancellationToken);
        using Recording recording = await start.ConfigureAwait(false);
        await recording.ReadAsync(new RecordingEnd(TimeSpan.Zero, CancellationToken.None), Consume, null, cancellationToken).ConfigureAwait(false);

        ValueTask Consume(ReadOnlyMemory<byte> bytes)
        {
            names.Push(bytes.Span);
            return ValueTask.CompletedTask;
        }
    }
}
