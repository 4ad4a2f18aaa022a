using System.Runtime.ExceptionServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The threads that read one text: the calling thread brings blocks, a second reads them in order, and whoever is free scans some ahead.
/// Until a text is longer than a few blocks there is only the calling one.
/// </summary>
/// <remarks>
/// The order of exceptions is that of the text: what is wrong in a block is told before what went wrong with the blocks behind it.
/// </remarks>
internal sealed class ParsePipeline(PerfScriptParser assembler, ProfileReadOptions options, Action<TextBlock>? onRead) : IDisposable
{
    // A thread costs as much as a megabyte or two: to start, to wake, and to have the text and the tables come to its processor.
    private static readonly int BlocksAlone = BufferSize.Choose(16, small: 1);

    private readonly OrderedReader _reader = new(assembler);
    private readonly BlockQueue _queue = new(CapacityOf(options.ThreadCount));
    private readonly SampleScanner _scanner = new(); // of the calling thread
    private readonly Stack<SampleScan> _freeScans = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<Task> _tasks = [];
    private int _readAlone;
    private volatile ExceptionDispatchInfo? _fault;

    /// <summary>Whether there is no use in bringing more.</summary>
    public bool IsStopped => _queue.IsStopped;

    /// <summary>Is cancelled when there is no use in bringing more.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Brings a block, and helps while there are too many.</summary>
    public void Bring(TextBlock block, CancellationToken cancellationToken)
    {
        if (TryReadAlone(block)) return;
        while (!_queue.TryReserve())
        {
            if (TryScan(_scanner, wait: false)) continue;
            _queue.Reserve(cancellationToken);
            break;
        }
        _queue.Add(block);
    }

    /// <inheritdoc cref="Bring"/>
    public async ValueTask BringAsync(TextBlock block, CancellationToken cancellationToken)
    {
        if (TryReadAlone(block)) return;
        while (!_queue.TryReserve())
        {
            if (TryScan(_scanner, wait: false)) continue;
            await _queue.ReserveAsync(cancellationToken).ConfigureAwait(false);
            break;
        }
        _queue.Add(block);
    }

    /// <summary>Waits until all blocks have been read; or, when bringing them was given up, until nobody is at work.</summary>
    /// <param name="fault">What went wrong with bringing them.</param>
    public void End(Exception? fault)
    {
        try
        {
            PrepareEnd(fault);
        }
        finally
        {
            Task.WaitAll([.. _tasks]);
        }
        ThrowFault(fault);
    }

    /// <inheritdoc cref="End"/>
    public async Task EndAsync(Exception? fault)
    {
        try
        {
            PrepareEnd(fault);
        }
        finally
        {
            await Task.WhenAll(_tasks).ConfigureAwait(false);
        }
        ThrowFault(fault);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _stopped.Dispose();
    }

    // Enough that the one who brings can be a block or two ahead of everyone, and that helpers find blocks behind the first.
    private static int CapacityOf(int threads) => BufferSize.Choose((2 * threads) + 2, small: threads + 1);

    // The first blocks are read where they are brought. So what is not perf's at all is refused at once.
    private bool TryReadAlone(TextBlock block)
    {
        if (_tasks.Count > 0) return false;
        if (block.IsFinal || _readAlone < BlocksAlone || !assembler.IsStartChecked)
        {
            _readAlone++;
            ReadInOrder(block);
            return true;
        }
        Start(ReadAll);
        for (int i = 2; i < options.ThreadCount; i++) Start(ScanAll);
        return false;
    }

    // Threads of their own: those of the pool may all be waiting for somebody who waits for this.
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

    private void ReadAll()
    {
        while (_queue.TakeNext() is { } block)
        {
            ReadInOrder(block);
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
            _queue.ReturnAhead(block); // whatever happened: somebody waits for it
        }
        return true;
    }

    private void ReadInOrder(TextBlock block)
    {
        _reader.Read(block);
        if (block.Scan is { } scan)
        {
            lock (_freeScans) _freeScans.Push(scan);
        }
        onRead?.Invoke(block);
    }

    private void Stop()
    {
        _queue.Stop();
        _stopped.Cancel();
    }

    private void PrepareEnd(Exception? fault)
    {
        if (fault is OperationCanceledException) Stop();
        _queue.Complete();
        while (TryScan(_scanner, wait: false))
        {
        }
    }

    private void ThrowFault(Exception? fault)
    {
        bool isCanceled = fault is OperationCanceledException && _fault is null;
        if (!isCanceled) _fault?.Throw();
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
    }
}
