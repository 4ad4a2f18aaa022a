namespace FlameScope.Model;

/// <summary>
/// The weights of a profile: their names, units and columns. A column that is not stored, because events have the value type at different indexes, is
/// derived when it is first requested, and then kept.
/// </summary>
internal sealed class WeightTable
{
    private const string SamplesUnit = "samples";
    private const string CountUnit = "count";

    private readonly EventValueTypes[] _events;
    private readonly SampleEventId? _defaultEvent;
    private readonly SampleTable _samples;
    private readonly object _lock = new();
    private readonly Dictionary<SampleWeight, long[]> _derived = [];
    private SampleWeight[]? _weights;

    public WeightTable(EventValueTypes[] events, SampleEventId? defaultEvent, SampleTable samples)
    {
        (_events, _defaultEvent, _samples) = (events, defaultEvent, samples);
        Default = FindDefault();
    }

    /// <summary>The weight that the profile shows by default.</summary>
    public SampleWeight Default { get; }

    /// <summary>All weights: the number of samples, then each value type by its first event.</summary>
    public IReadOnlyList<SampleWeight> All => _weights ??= FindAll();

    /// <summary>Returns a weight that is not the default; <c>null</c> if the profile has no such value type.</summary>
    public SampleWeight? Find(SampleWeight weight)
    {
        if (weight.IsDefault) return Default;
        // A profile without events has no values of any kind, so it has the total 0 of all of them.
        if (weight == SampleWeight.Samples || _events.Length == 0) return weight;
        if (weight == SampleWeight.Period) return Array.Exists(_events, e => e.Types.Length > 0) ? weight : SampleWeight.Samples;
        SampleValueType? found = null;
        foreach (EventValueTypes types in InOrder())
        {
            foreach (SampleValueType type in types.Types)
            {
                if (type.ToString() == weight.Name) return WeightOf(type);
                if (type.Name == weight.Name) found ??= type;
            }
        }
        return found is { } first ? WeightOf(first) : null;
    }

    /// <summary>Returns the unit of a weight for an event, for people; <c>null</c> if the event has no such value.</summary>
    /// <param name="weight">A weight from <see cref="Find"/>.</param>
    /// <param name="eventId">The index of the event.</param>
    public string? GetUnit(SampleWeight weight, int eventId)
    {
        if (weight == SampleWeight.Samples) return SamplesUnit;
        int index = IndexIn(_events[eventId], weight);
        return index < 0 ? null : UnitOf(_events[eventId].Types[index]);
    }

    /// <summary>Returns the unit of the values that an event is about: its default, else its first value type, else samples.</summary>
    public string GetMainUnit(int eventId)
    {
        EventValueTypes types = _events[eventId];
        return types.Types.Length == 0 ? SamplesUnit : UnitOf(types.Types[types.Default ?? 0]);
    }

    /// <summary>Returns the values of all samples; empty if each is 1.</summary>
    /// <param name="weight">A weight from <see cref="Find"/>.</param>
    /// <exception cref="OverflowException">The sum of the values of different value types does not fit in 64 bits.</exception>
    public long[] GetColumn(SampleWeight weight)
    {
        if (weight == SampleWeight.Samples) return _samples.CountColumn;
        int index = _events.Length == 0 ? 0 : IndexIn(_events[0], weight);
        bool isCommon = index >= 0 && Array.TrueForAll(_events, e => IndexIn(e, weight) == index);
        if (isCommon && (index == 0 || !_samples.GetValues(index).IsEmpty)) return _samples.GetValueColumn(index);
        lock (_lock)
        {
            if (!_derived.TryGetValue(weight, out long[]? column)) _derived.Add(weight, column = Derive(weight));
            return column;
        }
    }

    /// <summary>Returns the default weight of an event with these value types.</summary>
    public SampleWeight DefaultOf(EventValueTypes types) => types.Default is not { } index || IsSampleCount(types.Types[index])
        ? SampleWeight.Samples
        : WeightOf(types.Types[index]);

    private static int IndexIn(EventValueTypes types, SampleWeight weight)
    {
        if (weight == SampleWeight.Period) return types.Types.Length > 0 ? 0 : -1;
        return Array.FindIndex(types.Types, type => Matches(type, weight));
    }

    // Compares without making a text, since it is called for each event.
    private static bool Matches(SampleValueType type, SampleWeight weight)
    {
        string name = weight.Name!;
        return name.Length == type.Name.Length + 1 + type.Unit.Length && name[type.Name.Length] == '/'
            && name.StartsWith(type.Name, StringComparison.Ordinal) && name.EndsWith(type.Unit, StringComparison.Ordinal)
            || name == type.Name;
    }

    // A count is counted in what it is a count of: 12 contentions.
    private static string UnitOf(SampleValueType type) => type.Unit is CountUnit or "" ? type.Name : type.Unit;

    private SampleWeight FindDefault()
    {
        if (_defaultEvent is { } id) return DefaultOf(_events[id.Value]);
        if (_events.Length == 0) return SampleWeight.Samples;
        SampleWeight first = DefaultOf(_events[0]);
        return Array.TrueForAll(_events, e => DefaultOf(e) == first) ? first : SampleWeight.Samples;
    }

    private static bool IsSampleCount(SampleValueType type) => type is { Name: "samples", Unit: CountUnit };

    // The name alone if it cannot be confused with another value type or with one of the two weights that every profile has.
    private SampleWeight WeightOf(SampleValueType type)
    {
        bool isAmbiguous = type.Name is "" or "samples" or "period" or "default"
            || Array.Exists(_events, e => Array.Exists(e.Types, t => t.Name == type.Name && t.Unit != type.Unit));
        // The periods of clock events and of others have different units.
        if (type.Name == "period" && Array.TrueForAll(_events, e => e.Types.Length == 0 || e.Types[0] is { Name: "period", Unit: "events" or "nanoseconds" })) return SampleWeight.Period;
        return SampleWeight.Value(isAmbiguous ? type.ToString() : type.Name);
    }

    private IEnumerable<EventValueTypes> InOrder()
    {
        if (_defaultEvent is { } id) yield return _events[id.Value];
        foreach (EventValueTypes types in _events) yield return types;
    }

    private SampleWeight[] FindAll()
    {
        var all = new List<SampleWeight> { SampleWeight.Samples };
        foreach (EventValueTypes types in InOrder())
        {
            foreach (SampleValueType type in types.Types)
            {
                SampleWeight weight = WeightOf(type);
                if (!IsSampleCount(type) && !all.Contains(weight)) all.Add(weight);
            }
        }
        return [.. all];
    }

    private long[] Derive(SampleWeight weight)
    {
        int[] indexes = Array.ConvertAll(_events, e => IndexIn(e, weight));
        var column = new long[_samples.Count];
        ReadOnlySpan<SampleEventId> events = _samples.Events;
        long sum = 0;
        for (int i = 0; i < column.Length; i++)
        {
            int index = indexes[events[i].Value];
            column[i] = index < 0 || index >= _samples.ValueColumnCount ? 0 : _samples.ValueAt(index, i);
            if (column[i] > long.MaxValue - sum) throw new OverflowException($"The sum of all values '{weight}' does not fit in 64 bits.");
            sum += column[i];
        }
        return column;
    }
}
