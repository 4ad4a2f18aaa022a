using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The samples in the order of the file, until the names of their code are known. They are in chunks, which are released when they have been given to
/// the builder.
/// </summary>
internal sealed class NetTraceSamples
{
    private static readonly int ChunkLength = BufferSize.Choose(16 * 1024, small: 4);
    private const int MaximumEvents = 60_000; // A profile can have 65,536.

    private readonly List<NetTraceSample[]?> _chunks = [];
    private readonly List<Event> _events = [];
    private readonly Dictionary<string, int> _eventByName = new(StringComparer.Ordinal);
    private readonly List<long> _values = [];
    private readonly List<LabelSetId> _labels = [];
    private NetTraceSample[] _chunk = [];
    private int _used = ChunkLength;

    /// <summary>A kind of samples.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="ValueType">The type of the value; <c>null</c> if the samples are only counted.</param>
    /// <param name="CanWait">Indicates whether the samples are those of threads that may wait.</param>
    internal readonly record struct Event(string Name, SampleValueType? ValueType, bool CanWait);

    public int Count => _chunks.Count == 0 ? 0 : ((_chunks.Count - 1) * ChunkLength) + _used;

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
    /// <param name="sample">The sample.</param>
    /// <param name="value">The value, if the event has a type of values.</param>
    /// <param name="labels">The labels.</param>
    public void Add(in NetTraceSample sample, long value, LabelSetId labels)
    {
        if (_used == ChunkLength)
        {
            _chunk = new NetTraceSample[ChunkLength];
            _chunks.Add(_chunk);
            _used = 0;
        }
        _chunk[_used++] = sample;
        if (_events[sample.Event].ValueType is not null) _values.Add(value);
        if (labels != LabelSetId.None || _labels.Count > 0)
        {
            // The samples before the first one with labels have none.
            while (_labels.Count < Count - 1) _labels.Add(LabelSetId.None);
            _labels.Add(labels);
        }
    }

    /// <summary>Gives the samples to a builder and releases them. Samples that are added later can be given to another builder.</summary>
    public void MoveTo(
        ProfileBuilder builder,
        NetTraceResolver resolver,
        NetTraceThreads threads,
        NetTraceInfo info,
        bool hasLabels,
        CancellationToken cancellationToken)
    {
        var events = new SampleEventId?[_events.Count];
        var threadIds = new ThreadId?[threads.Count];
        int number = 0, valueIndex = 0, count = Count;
        for (int chunk = 0; chunk < _chunks.Count; chunk++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<NetTraceSample> samples = _chunks[chunk].AsSpan(0, Math.Min(ChunkLength, count - number));
            foreach (ref readonly NetTraceSample sample in samples)
            {
                Event type = _events[sample.Event];
                NetTraceThreads.Row thread = threads[sample.Thread];
                StackId stack = resolver.Resolve(thread.Process, sample.Stack, sample.Ticks, out bool waits);
                bool hasTime = info.TryGetTime(sample.Ticks, out long time);
                if (!hasTime) UntimedCount++;
                var row = new SampleRow
                {
                    Time = hasTime ? time : null,
                    Stack = stack,
                    Thread = threadIds[sample.Thread] ??= AddThread(builder, thread, resolver),
                    Cpu = sample.Cpu < 0 ? null : sample.Cpu,
                    Event = events[sample.Event] ??= AddEvent(builder, type),
                    Value = type.ValueType is null ? 1 : _values[valueIndex++],
                    Labels = hasLabels && number < _labels.Count ? _labels[number] : LabelSetId.None,
                    IsIdle = type.CanWait && waits,
                };
                number++;
                if (!builder.TryAddSample(row)) RefusedCount++;
            }
            _chunks[chunk] = null;
        }
        builder.DefaultEvent = FindDefault(events);
        _chunks.Clear();
        _values.Clear();
        _labels.Clear();
        _used = ChunkLength;
    }

    private static ThreadId AddThread(ProfileBuilder builder, NetTraceThreads.Row thread, NetTraceResolver resolver) =>
        builder.AddThread(thread.ProcessId, thread.ThreadId, thread.Name, resolver.GetProcessName(thread.Process));

    private static SampleEventId AddEvent(ProfileBuilder builder, Event type) =>
        type.ValueType is { } valueType
            ? builder.AddEvent(type.Name, [valueType], defaultValueType: 0)
            : builder.AddEvent(type.Name, []);

    // What threads did; if it was not recorded, all events.
    private SampleEventId? FindDefault(SampleEventId?[] events)
    {
        foreach (string name in (ReadOnlySpan<string>)["cpu", "external"])
        {
            if (_eventByName.TryGetValue(name, out int index) && events[index] is { } found) return found;
        }
        return null;
    }
}
