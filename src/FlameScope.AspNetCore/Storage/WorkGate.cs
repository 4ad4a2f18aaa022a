using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>Limits how much work of a kind is done at the same time and how much of it waits.</summary>
internal sealed class WorkGate : IDisposable
{
    private readonly ConcurrencyLimiter _limiter;

    public WorkGate(int maximum, int maximumQueued) => _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
    {
        PermitLimit = maximum,
        QueueLimit = maximumQueued,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>The number of those who wait.</summary>
    public long QueueLength => _limiter.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <summary>Waits for the permission to work. Dispose the result when the work is done.</summary>
    /// <exception cref="RequestFault">Too many wait.</exception>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        RateLimitLease lease = await _limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw Busy();
    }

    /// <summary>Returns the fault of a request that is refused because there are too many.</summary>
    public static RequestFault Busy() => new(StatusCodes.Status503ServiceUnavailable, "The server is busy. Try again.") { RetryAfter = 1 };

    public void Dispose() => _limiter.Dispose();
}
