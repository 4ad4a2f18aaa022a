namespace FlameScope.Model;

/// <summary>The columns of the sample table while they grow.</summary>
internal sealed class SampleColumns
{
    private readonly ChunkedColumn<long> _times = new();
    private readonly ChunkedColumn<StackId> _stacks = new();
    private readonly ChunkedColumn<ThreadId> _threads = new();
    private readonly ChunkedColumn<int> _cpus = new();
    private readonly ChunkedColumn<ushort> _events = new();
    private readonly ChunkedColumn<long> _periods = new();
    private long _lastTime = long.MinValue;
    private bool _isSorted = true;

    public int Count => _times.Count;

    public void Add(long time, StackId stack, ThreadId thread, int cpu, ushort eventId, long period)
    {
        _isSorted &= time >= _lastTime;
        _lastTime = time;
        _times.Add(time);
        _stacks.Add(stack);
        _threads.Add(thread);
        _cpus.Add(cpu);
        _events.Add(eventId);
        _periods.Add(period);
    }

    /// <summary>Moves the samples behind those of another, with the ids of its tables, and leaves these columns empty.</summary>
    public void MoveTo(SampleColumns target, TableMap map)
    {
        long[] times = _times.MoveTo(null), periods = _periods.MoveTo(null);
        StackId[] stacks = _stacks.MoveTo(null);
        ThreadId[] threads = _threads.MoveTo(null);
        int[] cpus = _cpus.MoveTo(null);
        ushort[] events = _events.MoveTo(null);
        for (int i = 0; i < times.Length; i++)
        {
            target.Add(
                times[i], new StackId(map.Stacks[stacks[i].Value]), new ThreadId(map.Threads[threads[i].Value]), cpus[i], (ushort)map.Events[events[i]],
                periods[i]);
        }
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
        return new SampleTable(
            times, _stacks.MoveTo(order), _threads.MoveTo(order), _cpus.MoveTo(order), _events.MoveTo(order), _periods.MoveTo(order));
    }
}
