using System.Management.Automation;

namespace FlameScope.PowerShell;

/// <summary>The base of all commands: Ctrl-C, and failures as error records.</summary>
public abstract class FlameScopeCommand : PSCmdlet, IDisposable
{
    private const int ProgressMilliseconds = 200;

    private readonly CancellationTokenSource _stop = new();

    /// <summary>The token that Ctrl-C cancels.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Releases what the command holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the command: Ctrl-C was pressed, or another command of the pipeline has failed or needs no more objects.</summary>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has just ended.
        }
    }

    /// <summary>Releases what the command holds.</summary>
    /// <param name="disposing">Indicates whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stop.Dispose();
    }

    /// <summary>Does something for one object. A failure is reported as an error of that object, and the command goes on with the next one.</summary>
    private protected void Guard(object? target, Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (Failure.Describe(failure, target) is { } error)
        {
            WriteError(error);
        }
    }

    /// <summary>Computes something from parameters, whose failure ends the command.</summary>
    private protected T Require<T>(object? target, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception failure) when (Failure.Describe(failure, target) is { } error)
        {
            ThrowTerminatingError(error);
            throw;
        }
    }

    /// <summary>Ends the command because of its parameters.</summary>
    private protected void Refuse(string message, string id, object? target = null) =>
        ThrowTerminatingError(new ErrorRecord(new PSArgumentException(message), id, ErrorCategory.InvalidArgument, target));

    /// <summary>
    /// Runs a task on another thread and shows its progress. Ctrl-C ends the wait at once, even if the task is blocked in a call of the operating
    /// system, as when a pipe delivers nothing.
    /// </summary>
    private protected T Await<T>(Func<T> work, Func<ProgressRecord?> progress)
    {
        Task<T> task = Task.Factory.StartNew(work, StopToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        ProgressRecord? shown = null;
        while (Task.WaitAny([task], ProgressMilliseconds, StopToken) < 0)
        {
            if (progress() is not { } record) continue;
            WriteProgress(record);
            shown = record;
        }
        if (shown is not null)
        {
            shown.RecordType = ProgressRecordType.Completed;
            WriteProgress(shown);
        }
        return task.GetAwaiter().GetResult();
    }
}
