using System.Collections.Concurrent;

namespace FlameScope.FlameGraph;

/// <summary>Keeps what is dear to make for the next who needs it: at most one a processor, what comes back beyond that is let go.</summary>
/// <remarks>
/// In place of the package Microsoft.Extensions.ObjectPool: PowerShell brings one of its own, and beside an older one ours could not be loaded.
/// </remarks>
internal sealed class Pool<T>(Func<T> make)
    where T : class
{
    private readonly ConcurrentQueue<T> _free = new();
    private int _count; // of those in the queue, or about to be

    public T Take()
    {
        if (!_free.TryDequeue(out T? item)) return make();
        Interlocked.Decrement(ref _count);
        return item;
    }

    public void Return(T item)
    {
        if (Interlocked.Increment(ref _count) <= Environment.ProcessorCount) _free.Enqueue(item);
        else Interlocked.Decrement(ref _count);
    }
}
