using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>A process to record: one that runs, or one that is started and waits until the recording has begun.</summary>
internal abstract class RecordingTarget : IAsyncDisposable
{
    /// <summary>Connects to the process.</summary>
    /// <exception cref="DotNetRecordException">The process cannot be recorded.</exception>
    public abstract Task<DiagnosticsClient> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Lets the process run, once the recording has begun.</summary>
    public virtual void Resume(DiagnosticsClient client)
    {
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A process that runs.</summary>
internal sealed class RunningTarget(int processId) : RecordingTarget
{
    public override Task<DiagnosticsClient> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            throw new DotNetRecordException(string.Create(CultureInfo.InvariantCulture, $"there is no process {processId}"));
        }
        return Task.FromResult(new DiagnosticsClient(processId));
    }
}

/// <summary>A client that the caller has, for example of a diagnostic port.</summary>
internal sealed class ClientTarget(DiagnosticsClient client) : RecordingTarget
{
    public override Task<DiagnosticsClient> ConnectAsync(CancellationToken cancellationToken) => Task.FromResult(client);
}

/// <summary>A program that is started. Its runtime connects to a port of this process and waits before it runs any code.</summary>
internal sealed class StartedTarget(ProcessStartInfo start, bool endsProgram) : RecordingTarget
{
    private const string PortVariable = "DOTNET_DiagnosticPorts";

    private readonly string _port = OperatingSystem.IsWindows()
        ? $"flamescope-{Guid.NewGuid():N}"
        : Path.Combine(Path.GetTempPath(), $"flamescope-{Guid.NewGuid():N}.sock");

    private DiagnosticsClientConnector? _connector;
    private Process? _process;

    public override async Task<DiagnosticsClient> ConnectAsync(CancellationToken cancellationToken)
    {
        start.UseShellExecute = false;
        start.Environment[PortVariable] = _port;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<DiagnosticsClientConnector> connection = DiagnosticsClientConnector.FromDiagnosticPort($"{_port},listen", ended.Token);
        try
        {
            _process = Process.Start(start) ?? throw new DotNetRecordException($"{start.FileName} did not start");
        }
        catch (Win32Exception missing)
        {
            throw new DotNetRecordException($"{start.FileName} cannot be started: {missing.Message}", missing);
        }
        Task exit = _process.WaitForExitAsync(cancellationToken);
        await Task.WhenAny(connection, exit).ConfigureAwait(false);
        if (!connection.IsCompleted)
        {
            await ended.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new DotNetRecordException($"{start.FileName} ended before a .NET runtime started in it");
        }
        _connector = await connection.ConfigureAwait(false)
            ?? throw new DotNetRecordException($"{start.FileName} did not connect to the recorder");
        return _connector.Instance;
    }

    public override void Resume(DiagnosticsClient client)
    {
        try
        {
            // Processes that the program starts would wait for a recorder, too.
            client.SetEnvironmentVariable(PortVariable, "");
        }
        catch (UnsupportedCommandException)
        {
            // The runtime is older than .NET 8.
        }
        try
        {
            client.ResumeRuntime();
        }
        catch (Exception gone) when (gone is DiagnosticsClientException or IOException or TimeoutException)
        {
            throw new DotNetRecordException($"{start.FileName} cannot be resumed: {gone.Message}", gone);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_connector is not null) await _connector.DisposeAsync().ConfigureAwait(false);
        if (endsProgram && _process is { HasExited: false }) _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        if (!OperatingSystem.IsWindows()) File.Delete(_port);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
