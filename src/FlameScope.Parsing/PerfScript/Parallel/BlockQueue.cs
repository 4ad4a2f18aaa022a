namespace FlameScope.Parsing;

/// <summary>
/// The blocks between the thread that brings them, the one that reads them in order, and those that scan some of them ahead.
/// </summary>
/// <remarks>
/// It holds so many blocks and no more, so that text is not read faster than it is used. The block that comes next
/// in order is left to the reader in order; any behind it may be scanned.
/// </remarks>
internal sealed class BlockQueue(int capacity) : IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<TextBlock> _inOrder = new();
    private readonly List<TextBlock> _untaken = [];
    private readonly HashSet<TextBlock> _ahead = [];
    private readonly SemaphoreSlim _room = new(capacity);
    private bool _isComplete;
    private bool _isStopped;

    /// <summary>Whether there is no use in bringing more.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_lock) return _isStopped;
        }
    }

    /// <summary>Room for one block, if there is any.</summary>
    public bool TryReserve() => _room.Wait(0);

    /// <summary>Waits for room for one block.</summary>
    public void Reserve(CancellationToken cancellationToken) => _room.Wait(cancellationToken);

    /// <inheritdoc cref="Reserve"/>
    public Task ReserveAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Adds a block, for which there is room.</summary>
    public void Add(TextBlock block)
    {
        lock (_lock)
        {
            _inOrder.Enqueue(block);
            _untaken.Add(block);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Takes the next block in order, and waits for it, also where it is being scanned.</summary>
    /// <returns>The block; <c>null</c> when there are no more, or work has been stopped.</returns>
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
                        if (_untaken.Count > 0 && _untaken[0] == block) _untaken.RemoveAt(0);
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

    /// <summary>Makes room: a block that was taken is done with.</summary>
    public void Release() => _room.Release();

    /// <summary>Takes a block to be scanned; <c>null</c> when there is none.</summary>
    /// <param name="wait">Whether to wait for one as long as any may come.</param>
    public TextBlock? TakeAhead(bool wait)
    {
        lock (_lock)
        {
            while (!_isStopped)
            {
                int index = _untaken.Count > 0 && _untaken[0] == _inOrder.Peek() ? 1 : 0;
                if (_untaken.Count > index)
                {
                    TextBlock block = _untaken[index];
                    _untaken.RemoveAt(index);
                    _ahead.Add(block);
                    return block;
                }
                if (!wait || _isComplete) return null;
                Monitor.Wait(_lock);
            }
            return null;
        }
    }

    /// <summary>Gives back a block that has been scanned.</summary>
    public void ReturnAhead(TextBlock block)
    {
        lock (_lock)
        {
            _ahead.Remove(block);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Notes that no more blocks come.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Ends all work: whoever waits goes on and finds no more blocks.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_isStopped) return;
            _isStopped = true;
            Monitor.PulseAll(_lock);
        }
        _room.Release();
    }

    public void Dispose() => _room.Dispose();
}
