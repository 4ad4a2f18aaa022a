namespace FlameScope.Parsing;

/// <summary>
/// The blocks between the thread that produces them, the thread that parses them in order, and the threads that scan some of them ahead.
/// </summary>
/// <remarks>
/// The queue is bounded so that reading cannot outrun parsing. The next block in order is reserved for the parsing thread; any later block may be
/// scanned.
/// </remarks>
internal sealed class BlockQueue(int capacity) : IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<TextBlock> _inOrder = new();
    private readonly List<TextBlock> _unscanned = [];
    private readonly HashSet<TextBlock> _ahead = [];
    private readonly SemaphoreSlim _capacity = new(capacity);
    private bool _isComplete;
    private bool _isStopped;

    /// <summary>Indicates whether the consumer has stopped; further blocks would be discarded.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_lock) return _isStopped;
        }
    }

    /// <summary>Reserves capacity for one block, if there is any.</summary>
    public bool TryReserve() => _capacity.Wait(0);

    /// <summary>Waits for capacity for one block and reserves it.</summary>
    public void Reserve(CancellationToken cancellationToken) => _capacity.Wait(cancellationToken);

    /// <inheritdoc cref="Reserve"/>
    public Task ReserveAsync(CancellationToken cancellationToken) => _capacity.WaitAsync(cancellationToken);

    /// <summary>Adds a block, for which capacity has been reserved.</summary>
    public void Add(TextBlock block)
    {
        lock (_lock)
        {
            _inOrder.Enqueue(block);
            _unscanned.Add(block);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Takes the next block in order. Waits until it has been added, and until a scan of it has ended.</summary>
    /// <returns>The block; <c>null</c> if there are no more blocks or the queue has been stopped.</returns>
    public TextBlock? TakeNext()
    {
        lock (_lock)
        {
            while (!_isStopped)
            {
                if (_inOrder.TryPeek(out TextBlock? block))
                {
                    if (!_ahead.Contains(block))
                    {
                        if (_unscanned.Count > 0 && _unscanned[0] == block) _unscanned.RemoveAt(0);
                        return _inOrder.Dequeue();
                    }
                }
                else if (_isComplete)
                {
                    return null;
                }
                Monitor.Wait(_lock);
            }
            return null;
        }
    }

    /// <summary>Releases the capacity of a block that was taken.</summary>
    public void Release() => _capacity.Release();

    /// <summary>Takes a block to scan.</summary>
    /// <param name="wait">Indicates whether to wait until there is one.</param>
    /// <returns>The block; <c>null</c> if there is none.</returns>
    public TextBlock? TakeAhead(bool wait)
    {
        lock (_lock)
        {
            while (!_isStopped)
            {
                int index = _unscanned.Count > 0 && _unscanned[0] == _inOrder.Peek() ? 1 : 0;
                if (_unscanned.Count > index)
                {
                    TextBlock block = _unscanned[index];
                    _unscanned.RemoveAt(index);
                    _ahead.Add(block);
                    return block;
                }
                if (!wait || _isComplete) return null;
                Monitor.Wait(_lock);
            }
            return null;
        }
    }

    /// <summary>Returns a block that has been scanned.</summary>
    public void ReturnAhead(TextBlock block)
    {
        lock (_lock)
        {
            _ahead.Remove(block);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Marks the queue as complete: no more blocks are added.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Stops the queue: threads that wait continue and receive no more blocks.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_isStopped) return;
            _isStopped = true;
            Monitor.PulseAll(_lock);
        }
        _capacity.Release();
    }

    public void Dispose() => _capacity.Dispose();
}
