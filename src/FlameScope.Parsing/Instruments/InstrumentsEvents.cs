using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The events of tables: one per table and unit of the weight.</summary>
internal sealed class InstrumentsEvents(ProfileBuilder builder)
{
    // Each name has at most three events; a builder takes 65,536.
    private const int MaximumNames = 20_000;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly SampleEventId?[] _ids = new SampleEventId?[3];
    private string _name = "samples";

    /// <summary>Starts a table.</summary>
    public void Start(string name)
    {
        if (name.Length == 0 || name == _name) return;
        _name = name;
        Array.Clear(_ids);
    }

    /// <summary>Returns the event of a row.</summary>
    public SampleEventId Of(InstrumentsUnit unit, ReadContext context, InputPosition position)
    {
        ref SampleEventId? id = ref _ids[(int)unit];
        if (id is { } known) return known;
        if (_names.Add(_name) && _names.Count > MaximumNames) throw context.Limit($"there are more than {MaximumNames} tables", position);
        SampleEventId added = unit switch
        {
            InstrumentsUnit.Nanoseconds => builder.AddEvent(_name, [new SampleValueType("cpu", "nanoseconds")], 0),
            InstrumentsUnit.Cycles => builder.AddEvent(_name, [new SampleValueType("cycles", "count")], 0),
            _ => builder.AddEvent(_name, []),
        };
        id = added;
        return added;
    }
}
