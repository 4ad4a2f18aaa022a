using System.Diagnostics;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>
/// Records .NET processes, through the diagnostic port that each of them has. No privileges are needed beyond being the user of the process. A
/// process can record itself.
/// </summary>
/// <remarks>
/// The runtime samples each managed thread about every millisecond; see <see cref="NetTraceReader"/> for what samples mean. A recording ends when the
/// process ends, after the duration, or when <see cref="DotNetRecordOptions.StopToken"/> is canceled.
/// </remarks>
/// <example>
/// <code>
/// Profile profile = await DotNetRecorder.RecordAsync(processId: 1234, TimeSpan.FromSeconds(20));
/// </code>
/// </example>
public static class DotNetRecorder
{
    /// <summary>Returns the .NET processes that can be recorded, in the order of their ids. The current process is one of them.</summary>
    /// <returns>The processes.</returns>
    public static IReadOnlyList<DotNetProcess> GetProcesses() => ProcessList.Get();

    /// <summary>Records a process.</summary>
    /// <param name="processId">The id of the process; it may be that of the current one.</param>
    /// <param name="duration">The time to record; <c>null</c>, the default, for no limit.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Abandons the recording.</param>
    /// <returns>A task that provides the profile.</returns>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static Task<Profile> RecordAsync(
        int processId,
        TimeSpan? duration = null,
        DotNetRecordOptions? options = null,
        IProgress<DotNetRecordProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        RecordAsync(new RunningTarget(processId), duration, options, progress, cancellationToken);

    /// <summary>Records the process of a client, for example of a <see cref="DiagnosticsClientConnector"/>.</summary>
    /// <param name="client">The client.</param>
    /// <param name="duration">The time to record; <c>null</c>, the default, for no limit.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Abandons the recording.</param>
    /// <returns>A task that provides the profile.</returns>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static Task<Profile> RecordAsync(
        DiagnosticsClient client,
        TimeSpan? duration = null,
        DotNetRecordOptions? options = null,
        IProgress<DotNetRecordProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return RecordAsync(new ClientTarget(client), duration, options, progress, cancellationToken);
    }

    /// <summary>
    /// Starts a program and records it from its first method. The program must be a .NET program itself, and not one that starts another, such as
    /// <c>dotnet run</c>.
    /// </summary>
    /// <param name="start">The program. Its environment receives the address of the recorder.</param>
    /// <param name="duration">The time to record; <c>null</c>, the default, for no limit.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Abandons the recording.</param>
    /// <returns>A task that provides the profile.</returns>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static Task<Profile> RecordAsync(
        ProcessStartInfo start,
        TimeSpan? duration = null,
        DotNetRecordOptions? options = null,
        IProgress<DotNetRecordProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return RecordAsync(new StartedTarget(start, options?.EndsProgram == true), duration, options, progress, cancellationToken);
    }

    /// <summary>Records a process and writes the recording (<c>.nettrace</c>) to a stream while it arrives. Nothing is held in memory.</summary>
    /// <param name="processId">The id of the process; it may be that of the current one.</param>
    /// <param name="output">The stream.</param>
    /// <param name="duration">The time to record; <c>null</c>, the default, for no limit.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Abandons the recording. The stream then has a recording without an end.</param>
    /// <returns>A task that ends when the recording is complete.</returns>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static Task RecordToAsync(
        int processId,
        Stream output,
        TimeSpan? duration = null,
        DotNetRecordOptions? options = null,
        IProgress<DotNetRecordProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return RecordToAsync(new RunningTarget(processId), output, duration, options, progress, cancellationToken);
    }

    /// <summary>
    /// Starts a program and writes its recording (<c>.nettrace</c>) to a stream while it arrives, from its first method. The program must be a .NET
    /// program itself, and not one that starts another, such as <c>dotnet run</c>.
    /// </summary>
    /// <param name="start">The program. Its environment receives the address of the recorder.</param>
    /// <param name="output">The stream.</param>
    /// <param name="duration">The time to record; <c>null</c>, the default, for no limit.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Abandons the recording. The stream then has a recording without an end.</param>
    /// <returns>A task that ends when the recording is complete.</returns>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static Task RecordToAsync(
        ProcessStartInfo start,
        Stream output,
        TimeSpan? duration = null,
        DotNetRecordOptions? options = null,
        IProgress<DotNetRecordProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(output);
        return RecordToAsync(new StartedTarget(start, options?.EndsProgram == true), output, duration, options, progress, cancellationToken);
    }

    /// <summary>Records a process and returns a profile of each interval while the recording goes on.</summary>
    /// <param name="processId">The id of the process; it may be that of the current one.</param>
    /// <param name="interval">The length of an interval, at least 0.1 s.</param>
    /// <param name="options">The options; <c>null</c> for the defaults. <see cref="DotNetRecordOptions.StopToken"/> ends the sequence.</param>
    /// <param name="cancellationToken">Abandons the recording.</param>
    /// <returns>
    /// The profiles, in the order of time and on one clock, so that <see cref="Profile.MergeAll"/> joins them. Samples have no labels.
    /// </returns>
    /// <remarks>
    /// The names of methods that are compiled are recorded. The names of methods that were compiled ahead of time are requested at the start, and again for
    /// samples with unknown addresses. These samples are in a profile when their names have arrived, which may be later than the interval.
    /// </remarks>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static IAsyncEnumerable<Profile> WatchAsync(
        int processId, TimeSpan interval, DotNetRecordOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromMilliseconds(100));
        return LiveRecording.ReadAsync(new RunningTarget(processId), interval, options ?? new DotNetRecordOptions(), cancellationToken);
    }

    private static async Task<Profile> RecordAsync(
        RecordingTarget target,
        TimeSpan? duration,
        DotNetRecordOptions? options,
        IProgress<DotNetRecordProgress>? progress,
        CancellationToken cancellationToken)
    {
        options ??= new DotNetRecordOptions();
        var feed = new NetTraceFeed(options.Read);
        await RunAsync(target, Consume, feed, duration, options, progress, cancellationToken).ConfigureAwait(false);
        return feed.Complete();

        ValueTask Consume(ReadOnlyMemory<byte> bytes)
        {
            feed.Push(bytes.Span);
            return ValueTask.CompletedTask;
        }
    }

    private static Task RecordToAsync(
        RecordingTarget target,
        Stream output,
        TimeSpan? duration,
        DotNetRecordOptions? options,
        IProgress<DotNetRecordProgress>? progress,
        CancellationToken cancellationToken)
    {
        options ??= new DotNetRecordOptions();
        var feed = new NetTraceFeed(options.Read, keepsSamples: false);
        return RunAsync(target, Consume, feed, duration, options, progress, cancellationToken);

        async ValueTask Consume(ReadOnlyMemory<byte> bytes)
        {
            if (progress is not null) feed.Push(bytes.Span);
            await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(
        RecordingTarget target,
        Func<ReadOnlyMemory<byte>, ValueTask> consume,
        NetTraceFeed feed,
        TimeSpan? duration,
        DotNetRecordOptions options,
        IProgress<DotNetRecordProgress>? progress,
        CancellationToken cancellationToken)
    {
        await using (target.ConfigureAwait(false))
        {
            DiagnosticsClient client = await target.ConnectAsync(cancellationToken).ConfigureAwait(false);
            List<EventPipeProvider> providers = Providers.Of(options);
            Task<Recording> start = Recording.StartAsync(client, providers, options.BufferSize, hasRundown: true, cancellationToken);
            Recording recording = await start.ConfigureAwait(false);
            await using var _ = recording.ConfigureAwait(false);
            target.Resume(client);
            Action? report = progress is null ? null : () => progress.Report(ProgressOf(recording, feed));
            await recording.ReadAsync(new RecordingEnd(duration, options.StopToken), consume, report, cancellationToken).ConfigureAwait(false);
            report?.Invoke();
        }
    }

    private static DotNetRecordProgress ProgressOf(Recording recording, NetTraceFeed feed) => new()
    {
        Elapsed = recording.Elapsed,
        BytesReceived = recording.BytesReceived,
        SampleCount = feed.Counts.SampleCount,
        ManagedSampleCount = feed.Counts.ManagedCount,
        BusyThreadCount = feed.Counts.TakeBusyThreadCount(),
        LostCount = feed.LostCount,
        IsStopping = recording.IsStopping,
    };
}
