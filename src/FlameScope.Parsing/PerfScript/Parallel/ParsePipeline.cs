using System.Runtime.ExceptionServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses one input on several threads: the calling thread produces blocks, a second consumes them in order, and idle threads scan queued blocks
/// ahead. Until the input is longer than a few blocks, the calling thread does everything.
/// </summary>
/// <remarks>
/// Exceptions are thrown in the order of the input: a fault in a block takes precedence over a failure to produce the blocks after it.
/// </remarks>
internal sealed class ParsePipeline(IBlockParser parser, ProfileReadOptions options, bool isAsync, Action<TextBlock>? onParsed) : IDisposable
{
    // A thread costs as much as parsing one or two megabytes: to start, to wake, and to load the text and the tables into its caches.
    private static readonly int BlocksAlone = BufferSize.Choose(16, small: 1);

    private readonly OrderedReader _reader = new(parser);
    private readonly BlockQueue _queue = new(CapacityOf(options.ThreadCount));
    private readonly SampleScanner _scanner = new(); // of the calling thread
    private readonly Stack<SampleScan> _freeScans = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<Task> _tasks = [];
    private int _parsedAlone;
    private volatile ExceptionDispatchInfo? _fault;

    /// <summary>Indicates whether the consumer has stopped; further blocks would be discarded.</summary>
    public bool IsStopped => _queue.IsStopped;

    /// <summary>Produces the blocks and waits until all have been parsed; or, if the producer fails, until no thread is active.</summary>
    /// <param name="produce">
    /// Calls <see cref="AddAsync"/> for each block. Its token is also canceled when the consumer has stopped, since an input may deliver no data for
    /// a long time.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <remarks>If the pipeline is not asynchronous and the producer completes before it returns, so does this method.</remarks>
    public async ValueTask RunAsync(Func<CancellationToken, ValueTask> produce, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped.Token);
        Exception? fault = null;
        try
        {
            await produce(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            fault = new OperationCanceledException(e.Message, e, cancellationToken); // with the token that the caller knows
        }
        catch (Exception e)
        {
            fault = e;
        }
        try
        {
            if (fault is OperationCanceledException) Stop();
            _queue.Complete();
            while (TryScan(_scanner, wait: false))
            {
            }
        }
        finally
        {
            if (isAsync) await Task.WhenAll(_tasks).ConfigureAwait(false);
            else Task.WaitAll(_tasks.ToArray(), CancellationToken.None);
        }
        _fault?.Throw();
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>Adds blocks.</summary>
    public async ValueTask AddAllAsync(IEnumerable<TextBlock> blocks, CancellationToken cancellationToken)
    {
        foreach (TextBlock block in blocks)
        {
            if (IsStopped) return;
            await AddAsync(block, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds a block. While the queue is full, the calling thread scans queued blocks or waits.</summary>
    public async ValueTask AddAsync(TextBlock block, CancellationToken cancellationToken)
    {
        if (TryParseAlone(block)) return;
        while (!_queue.TryReserve())
        {
            if (TryScan(_scanner, wait: false)) continue;
            if (isAsync) await _queue.ReserveAsync(cancellationToken).ConfigureAwait(false);
            else _queue.Reserve(cancellationToken);
            break;
        }
        _queue.Add(block);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _stopped.Dispose();
    }

    // Enough that the producer can be one or two blocks ahead of all others, and that helpers find blocks after the first.
    private static int CapacityOf(int threads) => BufferSize.Choose((2 * threads) + 2, small: threads + 1);

    private bool TryParseAlone(TextBlock block)
    {
        if (_tasks.Count > 0) return false;
        if (block.IsFinal || _parsedAlone < BlocksAlone)
        {
            _parsedAlone++;
            ParseInOrder(block);
            return true;
        }
        Start(ParseAll);
        for (int i = 2; i < options.ThreadCount; i++) Start(ScanAll);
        return false;
    }

    // Dedicated threads: all threads of the pool may be waiting for a caller that waits for this work.
    private void Start(Action work) => _tasks.Add(Task.Factory.StartNew(
        () =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                _fault ??= ExceptionDispatchInfo.Capture(e);
                Stop();
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    private void ParseAll()
    {
        while (_queue.TakeNext() is { } block)
        {
            ParseInOrder(block);
            _queue.Release();
        }
    }

    private void ScanAll()
    {
        var scanner = new SampleScanner();
        while (TryScan(scanner, wait: true))
        {
        }
    }

    private bool TryScan(SampleScanner scanner, bool wait)
    {
        if (_queue.TakeAhead(wait) is not { } block) return false;
        try
        {
            SampleScan? scan;
            lock (_freeScans) _freeScans.TryPop(out scan);
            scan ??= new SampleScan();
            scanner.Start();
            scanner.Scan(block.Text.Span, 0, block.Text.Length, scan);
            block.Scan = scan;
        }
        finally
        {
            _queue.ReturnAhead(block); // in any case, since the consumer waits for it
        }
        return true;
    }

    private void ParseInOrder(TextBlock block)
    {
        _reader.Read(block);
        if (block.Scan is { } scan)
        {
            lock (_freeScans) _freeScans.Push(scan);
        }
        onParsed?.Invoke(block);
    }

    private void Stop()
    {
        _queue.Stop();
        _stopped.Cancel();
    }
}
