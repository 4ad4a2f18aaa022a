namespace FlameScope.Model;

/// <summary>
/// The distinct (pid, tid, comm) triples of a profile. A thread that changes its name has a row for each of its names.
/// </summary>
public sealed class ThreadTable
{
    private readonly ThreadInfo[] _threads;

    internal ThreadTable(ThreadInfo[] threads) => _threads = threads;

    /// <summary>The number of rows.</summary>
    public int Count => _threads.Length;

    /// <summary>One thread.</summary>
    /// <param name="id">A row of this table.</param>
    /// <exception cref="IndexOutOfRangeException">The id is not of this table.</exception>
    public ThreadInfo this[ThreadId id] => _threads[id.Value];

    /// <summary>All threads; a thread's index is its <see cref="ThreadId"/>.</summary>
    public ReadOnlySpan<ThreadInfo> Rows => _threads;
}
