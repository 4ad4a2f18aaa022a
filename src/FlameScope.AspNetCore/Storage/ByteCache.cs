namespace FlameScope.AspNetCore;

/// <summary>
/// A cache that is bounded by bytes. Invariant: the sizes of all entries sum up to at most the capacity; the least recently used entries are removed first.
/// A value is created once for all who wait for it, and its creation is canceled when the last of them leaves.
/// </summary>
internal sealed class ByteCache(long capacity, Action<long>? evicted = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = [];
    private readonly Dictionary<object, Flight> _flights = [];
    private long _bytes;

    /// <summary>The maximum sum of sizes.</summary>
    public long Capacity => capacity;

    /// <summary>The sum of the sizes of all entries.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The number of entries.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>Returns the value of a key if it is cached.</summary>
    public bool TryGet<T>(object key, out T? value)
        where T : class
    {
        lock (_lock)
        {
            value = Touch(key)?.Value as T;
            return value is not null;
        }
    }

    /// <summary>Returns the value of a key, and creates it if it is not cached.</summary>
    /// <param name="key">The key.</param>
    /// <param name="create">Creates the value. It runs on another thread, once for all who wait for it. Its token is canceled when nobody waits any more.</param>
    /// <param name="sizeOf">Returns the size of the value in bytes. A value that exceeds the capacity is returned but not cached.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value.</returns>
    public async Task<T> GetOrAddAsync<T>(object key, Func<CancellationToken, Task<T>> create, Func<T, long> sizeOf, CancellationToken cancellationToken)
        where T : class
    {
        Flight flight;
        lock (_lock)
        {
            if (Touch(key) is { } entry) return (T)entry.Value;
            if (_flights.TryGetValue(key, out Flight? existing))
            {
                flight = existing;
            }
            else
            {
                flight = new Flight();
                _flights.Add(key, flight);
                CancellationToken canceled = flight.Cancellation.Token;
                flight.Task = Task.Run(() => CreateAsync(key, flight, () => create(canceled), value => sizeOf((T)value)), CancellationToken.None);
            }
            flight.WaiterCount++;
        }
        try
        {
            return (T)await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    /// <summary>Changes the size of an entry whose value has grown.</summary>
    public void Grow(object key, long bytes)
    {
        long freed;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node)) return;
            node.ValueRef.Bytes += bytes;
            _bytes += bytes;
            freed = Evict();
        }
        if (freed > 0) evicted?.Invoke(freed);
    }

    private Entry? Touch(object key)
    {
        if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node)) return null;
        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value;
    }

    private async Task<object> CreateAsync<T>(object key, Flight flight, Func<Task<T>> create, Func<object, long> sizeOf)
        where T : class
    {
        try
        {
            T value = await create().ConfigureAwait(false);
            Add(key, value, sizeOf(value));
            return value;
        }
        finally
        {
            Remove(key, flight);
        }
    }

    private void Add(object key, object value, long bytes)
    {
        if (bytes > capacity) return;
        long freed;
        lock (_lock)
        {
            // Two creations of one key overlap if the first was canceled too late.
            if (_entries.ContainsKey(key)) return;
            _entries.Add(key, _order.AddFirst(new Entry(key, value) { Bytes = bytes }));
            _bytes += bytes;
            freed = Evict();
        }
        if (freed > 0) evicted?.Invoke(freed);
    }

    private long Evict()
    {
        long freed = 0;
        while (_bytes > capacity && _order.Last is { } last)
        {
            _order.RemoveLast();
            _entries.Remove(last.Value.Key);
            _bytes -= last.Value.Bytes;
            freed += last.Value.Bytes;
        }
        return freed;
    }

    private void Leave(object key, Flight flight)
    {
        lock (_lock)
        {
            if (--flight.WaiterCount > 0 || flight.Task.IsCompleted) return;
            // Whoever comes now starts again.
            if (_flights.TryGetValue(key, out Flight? current) && current == flight) _flights.Remove(key);
        }
        flight.Cancellation.Cancel();
    }

    private void Remove(object key, Flight flight)
    {
        lock (_lock)
        {
            if (_flights.TryGetValue(key, out Flight? current) && current == flight) _flights.Remove(key);
        }
    }

    private sealed class Entry(object key, object value)
    {
        public object Key { get; } = key;

        public object Value { get; } = value;

        public long Bytes { get; set; }
    }

    /// <summary>A value that is being created.</summary>
    private sealed class Flight
    {
        // It is not disposed, since the last waiter may cancel it at any time. It has no timer.
        public CancellationTokenSource Cancellation { get; } = new();

        public Task<object> Task { get; set; } = null!;

        public int WaiterCount { get; set; }
    }
}
