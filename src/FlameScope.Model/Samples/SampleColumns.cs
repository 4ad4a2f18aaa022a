namespace FlameScope.Model;

/// <summary>The columns of a sample table that is being built.</summary>
internal sealed class SampleColumns
{
    private readonly ChunkedColumn<long> _times = new();
    private readonly ChunkedColumn<StackId> _stacks = new();
    private readonly UniformColumn<ThreadId> _threads = new();
    private readonly UniformColumn<int> _cpus = new();
    private readonly UniformColumn<SampleEventId> _events = new();
    private readonly OptionalColumn<long> _values = new(1);
    private readonly List<OptionalColumn<long>> _moreValues = []; // of the second value type and those after it
    private readonly OptionalColumn<long> _counts = new(1);
    private readonly OptionalColumn<int> _labelSets = new(0);
    private readonly OptionalColumn<byte> _idle = new(0);
    private long _lastTime = long.MinValue;
    private bool _isSorted = true;

    public int Count => _times.Count;

    public void Add(long time, StackId stack, ThreadId thread, int cpu, SampleEventId eventId, long value)
    {
        _values.Add(value, Count);
        for (int i = 0; i < _moreValues.Count; i++) _moreValues[i].Add(0, Count);
        AddOthers(1, LabelSetId.None, isIdle: false);
        AddRow(time, stack, thread, cpu, eventId);
    }

    public void Add(long time, in SampleRow row)
    {
        _values.Add(row.Values.IsEmpty ? row.Value : row.Values[0], Count);
        while (_moreValues.Count < row.Values.Length - 1) _moreValues.Add(new OptionalColumn<long>(0));
        for (int i = 0; i < _moreValues.Count; i++) _moreValues[i].Add(i + 1 < row.Values.Length ? row.Values[i + 1] : 0, Count);
        AddOthers(row.Count, row.Labels, row.IsIdle);
        AddRow(time, row.Stack, row.Thread, row.Cpu ?? SampleTable.NoCpu, row.Event);
    }

    public void Add(in SampleRows rows)
    {
        int count = rows.Times.Length;
        _values.AddRange(rows.Values, Count);
        foreach (OptionalColumn<long> column in _moreValues) column.AddRange(new long[count], Count);
        _counts.AddUsual(count);
        _labelSets.AddUsual(count);
        if (rows.Idle.IsEmpty) _idle.AddUsual(count);
        else _idle.AddRange(rows.Idle, Count);
        for (int i = 0; i < count && _isSorted; i++)
        {
            _isSorted = rows.Times[i] >= _lastTime;
            _lastTime = rows.Times[i];
        }
        _times.AddRange(rows.Times);
        _stacks.AddRange(rows.Stacks);
        _threads.AddRepeated(rows.Thread, count);
        _cpus.AddRepeated(SampleTable.NoCpu, count);
        _events.AddRepeated(rows.Event, count);
    }

    public SampleTable MoveToTable()
    {
        long[] times = _times.MoveTo(null);
        int[]? order = null;
        if (!_isSorted)
        {
            order = StableOrder.Of(times);
            long[] unsorted = times;
            times = new long[unsorted.Length];
            for (int i = 0; i < order.Length; i++) times[i] = unsorted[order[i]];
        }
        return new SampleTable(new SampleTable.Columns
        {
            Times = times,
            Stacks = _stacks.MoveTo(order),
            Threads = _threads.MoveTo(order),
            Cpus = _cpus.MoveTo(order),
            Events = _events.MoveTo(order),
            Values = [_values.MoveTo(order), .. _moreValues.ConvertAll(column => column.MoveTo(order))],
            Counts = _counts.MoveTo(order),
            LabelSets = Array.ConvertAll(_labelSets.MoveTo(order), id => new LabelSetId(id)),
            Idle = ToMask(_idle.MoveTo(order)),
        });
    }

    private void AddOthers(long count, LabelSetId labels, bool isIdle)
    {
        _counts.Add(count, Count);
        _labelSets.Add(labels.Value, Count);
        _idle.Add(isIdle ? (byte)1 : (byte)0, Count);
    }

    private void AddRow(long time, StackId stack, ThreadId thread, int cpu, SampleEventId eventId)
    {
        _isSorted &= time >= _lastTime;
        _lastTime = time;
        _times.Add(time);
        _stacks.Add(stack);
        _threads.Add(thread);
        _cpus.Add(cpu);
        _events.Add(eventId);
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
}
