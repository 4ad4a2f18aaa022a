using System.Collections;

namespace FlameScope.Model;

/// <summary>
/// The distinct threads of a profile: each row is a process id, a thread id and a thread name. A thread that changes its name has a row per name.
/// </summary>
public sealed class ThreadTable : IReadOnlyList<ThreadInfo>
{
    private readonly ThreadInfo[] _threads;

    internal ThreadTable(ThreadInfo[] threads) => _threads = threads;

    /// <summary>The number of rows.</summary>
    public int Count => _threads.Length;

    /// <summary>All threads. The index of a thread is its <see cref="ThreadId"/>.</summary>
    public ReadOnlySpan<ThreadInfo> Rows => _threads;

    /// <summary>Returns a thread.</summary>
    /// <param name="id">The id of a row of this table.</param>
    /// <returns>The thread.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="id"/>.</exception>
    public ThreadInfo this[ThreadId id]
    {
        get
        {
            RowIndex.Check(id.Value, _threads.Length, nameof(id));
            return _threads[id.Value];
        }
    }

    /// <summary>Returns an enumerator over the threads, in the order of their ids.</summary>
    /// <returns>The enumerator.</returns>
    public ArraySegment<ThreadInfo>.Enumerator GetEnumerator() => new ArraySegment<ThreadInfo>(_threads).GetEnumerator();

    ThreadInfo IReadOnlyList<ThreadInfo>.this[int index] => this[new ThreadId(index)];

    IEnumerator<ThreadInfo> IEnumerable<ThreadInfo>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
