namespace FlameScope.Parsing;

/// <summary>One begin, end or complete event.</summary>
internal struct SpanEvent
{
    /// <summary>The <see cref="End"/> of a begin event until its end event is found.</summary>
    public const long IsBegin = long.MinValue;

    /// <summary>The <see cref="End"/> of an end event.</summary>
    public const long IsEnd = long.MinValue + 1;

    /// <summary>The time in nanoseconds.</summary>
    public long Start;

    /// <summary>The end of a complete event in nanoseconds, or the kind of another event.</summary>
    public long End;

    /// <summary>The index of the name; -1 if there is none.</summary>
    public int Name;

    /// <summary>The index of the thread.</summary>
    public int Thread;

    public readonly bool IsComplete => End > IsEnd;
}

/// <summary>
/// The begin, end and complete events of a trace in the order of the file, which is not the order of time: clang writes a span after those within it.
/// The whole trace must be known before its first span becomes a sample. The events are kept in blocks that never move, 24 bytes each.
/// </summary>
internal sealed class TraceSpans
{
    private const int BlockShift = 11; // 48 KiB: below the size of large objects
    private const int BlockLength = 1 << BlockShift;

    private readonly List<SpanEvent[]> _blocks = [];
    private int[] _counts = new int[16]; // events per thread

    public int Count { get; private set; }

    /// <summary>The number of threads, that is, the maximum index of a thread plus 1.</summary>
    public int ThreadCount { get; private set; }

    public ref SpanEvent this[int index] => ref _blocks[index >> BlockShift][index & (BlockLength - 1)];

    public void Add(in SpanEvent span)
    {
        int used = Count & (BlockLength - 1);
        if (used == 0) _blocks.Add(new SpanEvent[BlockLength]);
        _blocks[^1][used] = span;
        Count = checked(Count + 1);
        if (span.Thread >= _counts.Length) Array.Resize(ref _counts, Math.Max(_counts.Length * 2, span.Thread + 1));
        _counts[span.Thread]++;
        ThreadCount = Math.Max(ThreadCount, span.Thread + 1);
    }

    /// <summary>Returns the indexes of the events by thread, those of each thread in the order of the file.</summary>
    /// <param name="starts">Receives the position of the first event of each thread, and the number of events.</param>
    public int[] OrderByThread(out int[] starts)
    {
        starts = new int[ThreadCount + 1];
        for (int thread = 0; thread < ThreadCount; thread++) starts[thread + 1] = starts[thread] + _counts[thread];
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

    /// <summary>Releases the events.</summary>
    public void Clear()
    {
        _blocks.Clear();
        Count = 0;
    }
}
