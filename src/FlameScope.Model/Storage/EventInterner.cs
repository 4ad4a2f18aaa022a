namespace FlameScope.Model;

/// <summary>
/// Assigns ids to distinct events, from 0 in the order of first use. Events of one name with other value types are other events, so that values of
/// different units are never added.
/// </summary>
internal sealed class EventInterner
{
    private readonly Utf8Interner _names = new();
    private readonly Utf8Interner _types = new();
    private readonly RowInterner<Row> _events = new(new RowComparer());
    private readonly List<EventValueTypes> _decoded = []; // by row of _types

    public EventInterner()
    {
        GetTypes(EventValueTypes.Period); // row 0
        GetTypes(EventValueTypes.ClockPeriod); // row 1
    }

    private readonly record struct Row(int Name, int Types);

    public int Count => _events.Count;

    /// <summary>Adds an event with a period, as those of perf have.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> name) =>
        _events.GetOrAdd(new Row(_names.GetOrAdd(name), EventValueTypes.OfPeriod(name) == EventValueTypes.ClockPeriod ? 1 : 0));

    public int GetOrAdd(ReadOnlySpan<byte> name, EventValueTypes types) => _events.GetOrAdd(new Row(_names.GetOrAdd(name), GetTypes(types)));

    /// <summary>Returns the number of value types of an event.</summary>
    public int GetTypeCount(int eventId) => _decoded[_events[eventId].Types].Types.Length;

    public NameTable<SampleEventId> ToNames()
    {
        var names = new Utf8Slices();
        foreach (Row row in _events.ToArray()) names.Add(_names.Slices[row.Name]);
        return new NameTable<SampleEventId>(names);
    }

    public EventValueTypes[] ToTypes() => Array.ConvertAll(_events.ToArray(), row => _decoded[row.Types]);

    private int GetTypes(EventValueTypes types)
    {
        int row = _types.GetOrAdd(types.Encode());
        if (row == _decoded.Count) _decoded.Add(EventValueTypes.Decode(_types.Slices[row]));
        return row;
    }

    private sealed class RowComparer : IEqualityComparer<Row>
    {
        public bool Equals(Row x, Row y) => x.Name == y.Name && x.Types == y.Types;

        public int GetHashCode(Row obj) => HashCode.Combine(obj.Name, obj.Types);
    }
}
