namespace FlameScope.Model;

/// <summary>
/// The columns of a sample table that is being built. Rows are buffered and added to the columns many at a time, so that most columns cost one store per
/// row.
/// </summary>
internal sealed class SampleColumns
{
    private static readonly int BufferedRows = BufferSize.Choose(512, small: 5);

    private readonly ChunkedColumn<long> _times = new();
    private readonly ChunkedColumn<StackId> _stacks = new();
    private readonly UniformColumn<ThreadId> _threads = new();
    private readonly UniformColumn<int> _cpus = new();
    private readonly UniformColumn<SampleEventId> _events = new();
    private readonly OptionalColumn<long> _values = new(1);
    private readonly List<OptionalColumn<long>> _moreValues = []; // of the second value type and those after it
    private readonly OptionalColumn<long> _counts = new(1);
    private OptionalColumn<LabelSetId> _labelSets = new(LabelSetId.None);
    private readonly OptionalColumn<byte> _idle = new(0);
    private readonly Buffer _buffer = new(BufferedRows);
    private readonly List<long[]> _bufferedMoreValues = [];
    private int _buffered;
    private int _reserved;
    private long _lastTime = long.MinValue;
    private bool _isSorted = true;

    public int Count => _times.Count + _buffered;

    /// <summary>Allocates the columns for a number of rows that is known before the first is added. Their rows cannot be rewritten.</summary>
    public void Reserve(int count)
    {
        if (Count > 0 || count == 0) return;
        _times.Reserve(count);
        _stacks.Reserve(count);
        _threads.Reserve(count);
        _cpus.Reserve(count);
        _events.Reserve(count);
        _values.Reserve(count);
        _counts.Reserve(count);
        _labelSets.Reserve(count);
        _idle.Reserve(count);
        _reserved = count;
    }

    public void Add(long time, StackId stack, ThreadId thread, int cpu, SampleEventId eventId, long value, LabelSetId labels = default)
    {
        int row = NextRow();
        foreach (long[] values in _bufferedMoreValues) values[row] = 0;
        Set(row, time, stack, thread, cpu, eventId);
        Set(row, value, 1, labels, isIdle: false);
    }

    public void Add(long time, in SampleRow row)
    {
        ReadOnlySpan<long> values = row.Values;
        if (_moreValues.Count < values.Length - 1) AddValueColumns(values.Length - 1);
        int index = NextRow();
        for (int i = 0; i < _bufferedMoreValues.Count; i++) _bufferedMoreValues[i][index] = i + 1 < values.Length ? values[i + 1] : 0;
        Set(index, time, row.Stack, row.Thread, row.Cpu ?? SampleTable.NoCpu, row.Event);
        Set(index, values.IsEmpty ? row.Value : values[0], row.Count, row.Labels, row.IsIdle);
    }

    public void Add(in SampleRows rows)
    {
        Flush();
        int count = rows.Times.Length;
        if (rows.Values.IsEmpty) _values.AddUsual(count);
        else _values.AddRange(rows.Values, Count);
        foreach (OptionalColumn<long> column in _moreValues) column.AddRange(new long[count], Count);
        if (rows.Counts.IsEmpty) _counts.AddUsual(count);
        else _counts.AddRange(rows.Counts, Count);
        if (rows.Labels.IsEmpty) _labelSets.AddUsual(count);
        else _labelSets.AddRange(rows.Labels, Count);
        if (rows.Idle.IsEmpty) _idle.AddUsual(count);
        else _idle.AddRange(rows.Idle, Count);
        AddTimes(rows.Times);
        _stacks.AddRange(rows.Stacks);
        if (rows.Threads.IsEmpty) _threads.AddRepeated(rows.Thread, count);
        else _threads.AddRange(rows.Threads);
        _cpus.AddRepeated(SampleTable.NoCpu, count);
        if (rows.Events.IsEmpty) _events.AddRepeated(rows.Event, count);
        else _events.AddRange(rows.Events);
    }

    /// <summary>Changes the times, the stacks, the labels and the idle state of all rows, in their order. No row may be idle before.</summary>
    public void Rewrite(SampleRewrite rewrite)
    {
        Flush();
        if (_idle.IsStored) throw new InvalidOperationException("There are idle rows.");
        CheckChunks();
        _isSorted = true;
        _lastTime = long.MinValue;
        int row = 0;
        for (int chunk = 0; chunk < _times.ChunkCount; chunk++)
        {
            int length = _times.GetLength(chunk);
            for (int start = 0, count; start < length; start += count)
            {
                count = Math.Min(BufferedRows, length - start);
                Span<byte> idle = _buffer.Idle.AsSpan(0, count);
                idle.Clear();
                Span<long> times = _times.GetRows(chunk, start, count);
                rewrite(new RewrittenRows
                {
                    Times = times,
                    Stacks = _stacks.GetRows(chunk, start, count),
                    Threads = _threads.GetRows(chunk, start, count, _buffer.Threads),
                    Events = _events.GetRows(chunk, start, count, _buffer.Events),
                    Labels = _labelSets.GetRows(chunk, start, count),
                    Idle = idle,
                });
                _idle.AddRange(idle, row);
                CheckOrder(times);
                row += count;
            }
        }
        GC.KeepAlive(this);
    }

    /// <summary>Replaces the events of all rows.</summary>
    /// <param name="ids">The new event for each event.</param>
    public void ReplaceEvents(ReadOnlySpan<SampleEventId> ids)
    {
        Flush();
        CheckChunks();
        bool isEqual = true;
        for (int i = 0; i < ids.Length; i++) isEqual &= ids[i].Value == i;
        if (isEqual) return;
        for (int chunk = 0; chunk < _times.ChunkCount; chunk++)
        {
            foreach (ref SampleEventId row in _events.GetStored(chunk)) row = ids[row.Value];
        }
        if (Count > 0) _events.Repeated = ids[_events.Repeated.Value];
        GC.KeepAlive(this);
    }

    /// <summary>Removes the labels of all rows.</summary>
    public void RemoveLabels()
    {
        Flush();
        _labelSets = new OptionalColumn<LabelSetId>(LabelSetId.None);
    }

    public SampleTable MoveToTable()
    {
        Flush();
        long[] times = _times.MoveTo(null);
        RowOrder? order = null;
        if (!_isSorted) order = new RowOrder(times, out times);
        return new SampleTable(new SampleTable.Columns
        {
            Times = times,
            Stacks = _stacks.MoveTo(order),
            Threads = _threads.MoveTo(order),
            Cpus = _cpus.MoveTo(order),
            Events = _events.MoveTo(order),
            Values = [_values.MoveTo(order), .. _moreValues.ConvertAll(column => column.MoveTo(order))],
            Counts = _counts.MoveTo(order),
            LabelSets = _labelSets.MoveTo(order),
            Idle = ToMask(_idle.MoveTo(order)),
        });
    }

    // Rows of reserved memory are in no chunk.
    private void CheckChunks()
    {
        if (_reserved > 0) throw new InvalidOperationException("Rows of reserved columns cannot be changed.");
    }

    private int NextRow()
    {
        if (_buffered == BufferedRows) Flush();
        return _buffered++;
    }

    private void Set(int row, long time, StackId stack, ThreadId thread, int cpu, SampleEventId eventId)
    {
        _buffer.Times[row] = time;
        _buffer.Stacks[row] = stack;
        _buffer.Threads[row] = thread;
        _buffer.Cpus[row] = cpu;
        _buffer.Events[row] = eventId;
    }

    private void Set(int row, long value, long count, LabelSetId labels, bool isIdle)
    {
        _buffer.Values[row] = value;
        _buffer.Counts[row] = count;
        _buffer.LabelSets[row] = labels;
        _buffer.Idle[row] = isIdle ? (byte)1 : (byte)0;
    }

    private void AddValueColumns(int count)
    {
        Flush();
        while (_moreValues.Count < count)
        {
            var column = new OptionalColumn<long>(0);
            column.Reserve(_reserved);
            _moreValues.Add(column);
            _bufferedMoreValues.Add(new long[BufferedRows]);
        }
    }

    private void Flush()
    {
        int count = _buffered;
        if (count == 0) return;
        int rows = _times.Count; // before these
        _buffered = 0;
        _values.AddRange(_buffer.Values.AsSpan(0, count), rows);
        for (int i = 0; i < _moreValues.Count; i++) _moreValues[i].AddRange(_bufferedMoreValues[i].AsSpan(0, count), rows);
        _counts.AddRange(_buffer.Counts.AsSpan(0, count), rows);
        _labelSets.AddRange(_buffer.LabelSets.AsSpan(0, count), rows);
        _idle.AddRange(_buffer.Idle.AsSpan(0, count), rows);
        AddTimes(_buffer.Times.AsSpan(0, count));
        _stacks.AddRange(_buffer.Stacks.AsSpan(0, count));
        _threads.AddRange(_buffer.Threads.AsSpan(0, count));
        _cpus.AddRange(_buffer.Cpus.AsSpan(0, count));
        _events.AddRange(_buffer.Events.AsSpan(0, count));
    }

    private void AddTimes(ReadOnlySpan<long> times)
    {
        CheckOrder(times);
        _times.AddRange(times);
    }

    private void CheckOrder(ReadOnlySpan<long> times)
    {
        for (int i = 0; i < times.Length && _isSorted; i++)
        {
            _isSorted = times[i] >= _lastTime;
            _lastTime = times[i];
        }
    }

    private static ulong[] ToMask(byte[] rows)
    {
        ulong[] mask = SampleMask.Create(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] != 0) SampleMask.Set(mask, i);
        }
        return mask;
    }

    // The last rows, which are not in the columns yet.
    private readonly struct Buffer(int length)
    {
        public long[] Times { get; } = new long[length];

        public StackId[] Stacks { get; } = new StackId[length];

        public ThreadId[] Threads { get; } = new ThreadId[length];

        public int[] Cpus { get; } = new int[length];

        public SampleEventId[] Events { get; } = new SampleEventId[length];

        public long[] Values { get; } = new long[length];

        public long[] Counts { get; } = new long[length];

        public LabelSetId[] LabelSets { get; } = new LabelSetId[length];

        public byte[] Idle { get; } = new byte[length];
    }
}
