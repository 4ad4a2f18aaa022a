using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>
/// A recording that is read while it goes on. Other sessions of the process, which only have a rundown, provide the names of methods (see
/// <see cref="LiveSamples"/>).
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
            Recording recording = await start.ConfigureAwait(false);
            await using var _ = recording.ConfigureAwait(false);
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
        var samples = new LiveSamples(client, options, cancellationToken);
        TimeSpan taken = TimeSpan.Zero;
        Exception? failure = null;
        try
        {
            await recording.ReadAsync(new RecordingEnd(null, options.StopToken), Consume, null, cancellationToken).ConfigureAwait(false);
            profiles.TryWrite(await samples.CompleteAsync().ConfigureAwait(false));
        }
        catch (Exception any) when (any is DotNetRecordException or ProfileFormatException or OperationCanceledException or IOException)
        {
            failure = any;
        }
        profiles.Complete(failure);

        ValueTask Consume(ReadOnlyMemory<byte> bytes)
        {
            bool isDue = recording.Elapsed - taken >= interval;
            if (samples.Add(bytes, isDue) is not { } profile) return ValueTask.CompletedTask;
            taken = recording.Elapsed;
            profiles.TryWrite(profile);
            return ValueTask.CompletedTask;
        }
    }
}
