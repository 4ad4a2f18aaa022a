using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The samples in the order of the file. They are columns of the profile from the start: 18 bytes per sample of a recording without other events. The
/// names of code are at the end of a recording, so until then a row contains the node of its stack and the ticks since the start, which
/// <see cref="MoveTo"/> replaces in place.
/// </summary>
/// <remarks>
/// Threads have the ids that the builder will give them, because both number them in the order of their first sample. Of events, names that are distinct
/// here can be one name there: a recording can contain half of a surrogate pair, which has no UTF-8.
/// </remarks>
internal sealed class NetTraceSamples(NetTraceThreads threads, NetTraceInfo info)
{
    private const int MaximumEvents = 60_000; // A profile can have 65,536.

    private readonly List<Event> _events = [];
    private readonly Dictionary<string, int> _eventByName = new(StringComparer.Ordinal);
    private readonly Dictionary<NetTraceThreads.Row, ThreadId> _threadByRow = [];
    private readonly List<NetTraceThreads.Row> _usedThreads = [];
    private readonly List<Event> _usedEvents = [];
    private int[] _threadIds = []; // by row: the id + 1; 0 if the thread has no sample
    private int[] _eventIds = []; // by event: the index in the used ones + 1; 0 if it has no sample
    private SampleColumns _columns = new();
    private long _total;

    /// <summary>A kind of samples.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="ValueType">The type of the value; <c>null</c> if the samples are only counted.</param>
    /// <param name="CanWait">Indicates whether the samples are those of threads that may wait.</param>
    internal readonly record struct Event(string Name, SampleValueType? ValueType, bool CanWait);

    /// <summary>The number of samples whose time does not fit.</summary>
    public long UntimedCount { get; private set; }

    /// <summary>The number of samples whose value does not fit; they are not in the profile.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>Returns the index of an event; -1 if there are too many.</summary>
    public int GetEvent(string name, SampleValueType? valueType, bool canWait)
    {
        if (_eventByName.TryGetValue(name, out int index)) return index;
        if (_events.Count == MaximumEvents) return -1;
        _eventByName.Add(name, _events.Count);
        _events.Add(new Event(name, valueType, canWait));
        return _events.Count - 1;
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="ticks">The time as the file has it.</param>
    /// <param name="stack">The node of the stack in <see cref="NetTraceStackTable"/>.</param>
    /// <param name="thread">The row of the thread in <see cref="NetTraceThreads"/>.</param>
    /// <param name="cpu">The processor; <see cref="SampleTable.NoCpu"/> if it is unknown.</param>
    /// <param name="eventIndex">The index of the event.</param>
    /// <param name="value">The value; 1 if the event has no type of values.</param>
    /// <param name="labels">The labels.</param>
    public void Add(ulong ticks, int stack, int thread, int cpu, int eventIndex, long value, LabelSetId labels)
    {
        int threadId = (uint)thread < (uint)_threadIds.Length ? _threadIds[thread] : 0;
        if (threadId == 0) threadId = UseThread(thread);
        int eventId = (uint)eventIndex < (uint)_eventIds.Length ? _eventIds[eventIndex] : 0;
        if (eventId == 0) eventId = UseEvent(eventIndex);
        if (value < 0 || value > long.MaxValue - _total)
        {
            RefusedCount++;
            return;
        }
        _total += value;
        _columns.Add(info.ToOffset(ticks), new StackId(stack), new ThreadId(threadId - 1), cpu, new SampleEventId(eventId - 1), value, labels);
    }

    /// <summary>Gives the samples to a builder without samples. Samples that are added later can be given to another builder.</summary>
    public void MoveTo(ProfileBuilder builder, NetTraceResolver resolver, bool hasLabels, CancellationToken cancellationToken)
    {
        if (!hasLabels) _columns.RemoveLabels();
        AddThreads(builder, resolver);
        SampleEventId[] events = AddEvents(builder);
        int[] processes = [.. _usedThreads.Select(thread => thread.Process)];
        bool[] canWait = [.. _usedEvents.Select(used => used.CanWait)];
        _columns.Rewrite(rows =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < rows.Times.Length; i++)
            {
                long offset = rows.Times[i];
                rows.Stacks[i] = resolver.Resolve(processes[rows.Threads[i].Value], rows.Stacks[i].Value, info.ToTicks(offset), out bool waits);
                if (waits && canWait[rows.Events[i].Value]) rows.Idle[i] = 1;
                if (!info.TryGetTime(offset, out rows.Times[i])) UntimedCount++;
            }
        });
        _columns.ReplaceEvents(events);
        builder.TakeSamples(_columns, _total);
        builder.DefaultEvent = FindDefault(events);
        Clear();
    }

    private void AddThreads(ProfileBuilder builder, NetTraceResolver resolver)
    {
        for (int id = 0; id < _usedThreads.Count; id++)
        {
            NetTraceThreads.Row thread = _usedThreads[id];
            ThreadId added = builder.AddThread(thread.ProcessId, thread.ThreadId, thread.Name, resolver.GetProcessName(thread.Process));
            if (added.Value != id) throw new InvalidOperationException("The builder has other threads.");
        }
    }

    private SampleEventId[] AddEvents(ProfileBuilder builder) => [.. _usedEvents.Select(used => used.ValueType is { } valueType
        ? builder.AddEvent(used.Name, [valueType], defaultValueType: 0)
        : builder.AddEvent(used.Name, []))];

    private int UseThread(int row)
    {
        if (row >= _threadIds.Length) Array.Resize(ref _threadIds, Math.Max(threads.Count, _threadIds.Length * 2));
        NetTraceThreads.Row thread = threads[row];
        if (!_threadByRow.TryGetValue(thread, out ThreadId id))
        {
            id = new ThreadId(_usedThreads.Count);
            _threadByRow.Add(thread, id);
            _usedThreads.Add(thread);
        }
        return _threadIds[row] = id.Value + 1;
    }

    private int UseEvent(int index)
    {
        if (index >= _eventIds.Length) Array.Resize(ref _eventIds, Math.Max(_events.Count, _eventIds.Length * 2));
        _usedEvents.Add(_events[index]);
        return _eventIds[index] = _usedEvents.Count;
    }

    // What threads did; if it was not recorded, all events.
    private SampleEventId? FindDefault(SampleEventId[] events)
    {
        foreach (string name in (ReadOnlySpan<string>)["cpu", "external"])
        {
            int index = _usedEvents.FindIndex(used => used.Name == name);
            if (index >= 0) return events[index];
        }
        return null;
    }

    private void Clear()
    {
        _columns = new SampleColumns();
        _total = 0;
        _threadByRow.Clear();
        _usedThreads.Clear();
        _usedEvents.Clear();
        Array.Clear(_threadIds);
        Array.Clear(_eventIds);
    }
}
