namespace FlameScope.Parsing;

/// <summary>The kind of an event of a span.</summary>
internal enum SpanPhase : byte
{
    Begin,
    End,
    Complete,
}

/// <summary>One begin, end or complete event.</summary>
/// <param name="Start">The time in nanoseconds.</param>
/// <param name="End">The end of a complete event in nanoseconds; the start otherwise.</param>
/// <param name="Name">The index of the name by which an end event closes its span; -1 if there is none.</param>
/// <param name="Shown">The index of the name of the frame; -1 if there is none.</param>
/// <param name="Thread">The index of the thread.</param>
/// <param name="Phase">The kind of event.</param>
internal readonly record struct SpanEvent(long Start, long End, int Name, int Shown, int Thread, SpanPhase Phase);

/// <summary>
/// The begin, end and complete events of a trace in the order of the file, which is not the order of time: clang writes a span after those within it.
/// Kept in blocks that never move, 32 bytes per event: the whole trace must be known before its first span can be cut into samples.
/// </summary>
internal sealed class TraceSpans
{
    private const int BlockShift = 11; // 64 KiB: below the size of large objects
    private const int BlockLength = 1 << BlockShift;

    private readonly List<SpanEvent[]> _blocks = [];
    private int[] _counts = new int[16]; // events per thread
    private int _threadCount;

    public int Count { get; private set; }

    public void Add(in SpanEvent span)
    {
        int used = Count & (BlockLength - 1);
        if (used == 0) _blocks.Add(new SpanEvent[BlockLength]);
        _blocks[^1][used] = span;
        Count = checked(Count + 1);
        if (span.Thread >= _counts.Length) Array.Resize(ref _counts, Math.Max(_counts.Length * 2, span.Thread + 1));
        _counts[span.Thread]++;
        _threadCount = Math.Max(_threadCount, span.Thread + 1);
    }

    /// <summary>Calls an action with the events of each thread, in the order of the file, and releases all events.</summary>
    public void ForEachThread(Action<int, SpanEvent[], int> action)
    {
        int[] order = OrderByThread(out int[] starts);
        var events = new SpanEvent[MaximumCount()];
        for (int thread = 0; thread < _threadCount; thread++)
        {
            int count = _counts[thread];
            if (count == 0) continue;
            ReadOnlySpan<int> indexes = order.AsSpan(starts[thread], count);
            for (int i = 0; i < count; i++) events[i] = _blocks[indexes[i] >> BlockShift][indexes[i] & (BlockLength - 1)];
            action(thread, events, count);
        }
        _blocks.Clear();
        Count = 0;
    }

    private int MaximumCount()
    {
        int maximum = 0;
        for (int thread = 0; thread < _threadCount; thread++) maximum = Math.Max(maximum, _counts[thread]);
        return maximum;
    }

    // A stable counting sort of the events' indexes.
    private int[] OrderByThread(out int[] starts)
    {
        starts = new int[_threadCount + 1];
        for (int thread = 0; thread < _threadCount; thread++) starts[thread + 1] = starts[thread] + _counts[thread];
        int[] next = starts[..^1];
        var order = new int[Count];
        int index = 0;
        foreach (SpanEvent[] block in _blocks)
        {
            int used = Math.Min(block.Length, Count - index);
            for (int i = 0; i < used; i++) order[next[block[i].Thread]++] = index++;
        }
        return order;
    }
}
