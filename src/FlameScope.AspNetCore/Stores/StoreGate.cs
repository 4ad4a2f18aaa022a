using FlameScope.Store;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>Asks a store: a limited number of questions at a time, each for a limited time. What the engine says about a failure is logged and not sent.</summary>
internal sealed class StoreGate(IProfileStore store, FlameScopeOptions options, ServerTelemetry telemetry) : IDisposable
{
    private readonly WorkGate _gate = new(options.MaximumConcurrentParses, options.MaximumQueuedParses);

    /// <summary>The number of questions that wait.</summary>
    public long QueueLength => _gate.QueueLength;

    /// <summary>Asks a question. Canceling it cancels it in the engine.</summary>
    /// <exception cref="RequestFault">The store failed, takes too long, or too many wait.</exception>
    public async Task<T> AskAsync<T>(Func<IProfileStore, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using IDisposable permission = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ParseTimeout);
        try
        {
            return await ask(store, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The answer takes longer than this server allows. Select a shorter range.");
        }
        catch (ProfileStoreException fault)
        {
            telemetry.StoreFailed(fault);
            throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The store of profiles could not answer.", fault);
        }
        catch (OverflowException fault)
        {
            throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The sum of the values does not fit in 64 bits.", fault);
        }
        catch (OutOfMemoryException fault)
        {
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "There is not enough memory for this answer.", fault) { RetryAfter = 10 };
        }
    }

    public void Dispose() => _gate.Dispose();
}
