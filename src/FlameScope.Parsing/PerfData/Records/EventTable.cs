using System.Text;

namespace FlameScope.Parsing;

/// <summary>The events of a recording, and the identifiers by which records refer to them.</summary>
internal sealed class EventTable
{
    private const int MaximumEvents = ushort.MaxValue;

    private readonly List<EventAttribute> _events = [];
    private readonly NumberTable _byId = new();
    private readonly List<ulong> _lastCounts = []; // by counter, see Subtract
    private readonly NumberTable _counters = new();

    public int Count => _events.Count;

    public bool IsFull => _events.Count >= MaximumEvents;

    public EventAttribute this[int index] => _events[index];

    /// <summary>The first event, whose layout gives the place of the identifier in all records; perf demands that all events agree.</summary>
    public EventAttribute First => _events[0];

    public void Add(EventAttribute attribute) => _events.Add(attribute);

    /// <summary>Adds the identifiers of an event.</summary>
    public void AddIds(int index, ReadOnlySpan<byte> ids, PerfByteOrder order)
    {
        for (; ids.Length >= sizeof(ulong); ids = ids[sizeof(ulong)..]) _byId.Set(order.ReadUInt64(ids), index);
    }

    /// <summary>Finds the event of a record.</summary>
    /// <param name="id">The identifier in the record; <c>null</c> if it has none.</param>
    /// <returns>The index of the event; -1 if the identifier is unknown.</returns>
    public int Find(ulong? id)
    {
        if (_events.Count == 0) return -1;
        if (_events.Count == 1 || id is null or 0) return 0;
        return _byId.TryGet(id.Value, out int index) ? index : -1;
    }

    /// <summary>Gives the event with an identifier its name in the recording.</summary>
    public void SetName(ulong id, ReadOnlySpan<byte> name)
    {
        if (_byId.TryGet(id, out int index) && !name.IsEmpty) _events[index].Name = Encoding.UTF8.GetString(name);
    }

    /// <summary>Gives the event with an index its name, for descriptions without identifiers.</summary>
    public void SetNameAt(int index, ReadOnlySpan<byte> name)
    {
        if (index < _events.Count && !name.IsEmpty) _events[index].Name = Encoding.UTF8.GetString(name);
    }

    /// <summary>Returns by how much a counter has grown since it was read last.</summary>
    /// <param name="id">The identifier of the counter.</param>
    /// <param name="count">The value of the counter.</param>
    public ulong Subtract(ulong id, ulong count)
    {
        if (!_counters.TryGet(id, out int counter))
        {
            counter = _lastCounts.Count;
            _counters.Set(id, counter);
            _lastCounts.Add(0);
        }
        ulong last = _lastCounts[counter];
        _lastCounts[counter] = count;
        return unchecked(count - last);
    }
}
