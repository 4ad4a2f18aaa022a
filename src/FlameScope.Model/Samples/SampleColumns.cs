namespace FlameScope.Model;

/// <summary>The columns of a sample table that is being built.</summary>
internal sealed class SampleColumns
{
    private readonly ChunkedColumn<long> _times = new();
    private readonly ChunkedColumn<StackId> _stacks = new();
    private readonly ChunkedColumn<ThreadId> _threads = new();
    private readonly ChunkedColumn<int> _cpus = new();
    private readonly ChunkedColumn<SampleEventId> _events = new();
    private readonly ChunkedColumn<long> _periods = new();
    private long _lastTime = long.MinValue;
    private bool _isSorted = true;

    public int Count => _times.Count;

    public void Add(long time, StackId stack, ThreadId thread, int cpu, SampleEventId eventId, long period)
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
