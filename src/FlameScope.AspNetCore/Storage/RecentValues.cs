namespace FlameScope.AspNetCore;

/// <summary>A few values that are created on demand, each once for all threads that ask for it. The least recently used one is dropped.</summary>
/// <param name="capacity">The maximum number of values.</param>
/// <param name="sizeOf">Returns the size of a value in bytes.</param>
/// <param name="grow">Receives the size of each value that is created, and the negative size of each value that is dropped.</param>
internal sealed class RecentValues<TKey, TValue>(int capacity, Func<TValue, long> sizeOf, Action<long> grow)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Slot> _order = [];

    /// <summary>Returns the value of a key. A value whose creation fails is created again when it is asked for again.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> create)
    {
        Slot slot;
        long dropped = 0;
        lock (_lock)
        {
            LinkedListNode<Slot>? node = _order.First;
            while (node is not null && !node.Value.Key.Equals(key)) node = node.Next;
            if (node is null)
            {
                node = new LinkedListNode<Slot>(new Slot(key, create));
                if (_order.Count == capacity) dropped = Drop(_order.Last!);
            }
            else
            {
                _order.Remove(node);
            }
            _order.AddFirst(node);
            slot = node.Value;
        }
        if (dropped > 0) grow(-dropped);
        TValue value = CreateIn(slot);
        CountOnce(slot, value);
        return value;
    }

    private TValue CreateIn(Slot slot)
    {
        try
        {
            return slot.Value.Value;
        }
        catch
        {
            // A lazy value keeps the exception.
            lock (_lock)
            {
                if (!slot.IsDropped) Drop(_order.Find(slot)!);
            }
            throw;
        }
    }

    private void CountOnce(Slot slot, TValue value)
    {
        long bytes = 0;
        lock (_lock)
        {
            if (!slot.IsDropped && slot.Bytes == 0) bytes = slot.Bytes = sizeOf(value);
        }
        if (bytes > 0) grow(bytes);
    }

    private long Drop(LinkedListNode<Slot> node)
    {
        _order.Remove(node);
        node.Value.IsDropped = true;
        return node.Value.Bytes;
    }

    private sealed class Slot(TKey key, Func<TValue> create)
    {
        public TKey Key { get; } = key;

        public Lazy<TValue> Value { get; } = new(create);

        public long Bytes { get; set; }

        public bool IsDropped { get; set; }
    }
}
