using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The value of samples that formats with one value per sample write, and its unit.</summary>
internal sealed class WrittenValue
{
    private const int Missing = -1;

    private readonly Profile _profile;
    private readonly SampleWeight _weight;
    private readonly (int? Type, string Unit)[] _byEvent;

    /// <summary>Chooses a value type of each event.</summary>
    /// <exception cref="ArgumentException">No event of the profile has such a value type.</exception>
    public WrittenValue(Profile profile, SampleWeight weight)
    {
        _profile = profile;
        _weight = weight.IsDefault ? weight : profile.Resolve(weight);
        _byEvent = new (int?, string)[profile.Events.Count];
        for (int i = 0; i < _byEvent.Length; i++) _byEvent[i] = Choose(new SampleEventId(i));
    }

    /// <summary>Returns the unit of the values of an event: <c>count</c>, <c>nanoseconds</c>, <c>bytes</c> or another one.</summary>
    public string UnitOf(SampleEventId eventId) => _byEvent[eventId.Value].Unit;

    /// <summary>Returns the value of a sample; 0 if its event has no such value.</summary>
    public long Of(int sample)
    {
        SampleTable samples = _profile.Samples;
        int? type = _byEvent[samples.Events[sample].Value].Type;
        if (type == Missing) return 0;
        ReadOnlySpan<long> column = type is { } index ? samples.GetValues(index) : samples.Counts;
        return column.IsEmpty ? 1 : column[sample];
    }

    private (int? Type, string Unit) Choose(SampleEventId eventId)
    {
        IReadOnlyList<SampleValueType> types = _profile.GetValueTypes(eventId);
        int? type = TypeOf(eventId, types);

        // The period of perf's clock events is a time. Files with times are better than files with counts.
        bool isPeriod = _weight.IsDefault || _weight == SampleWeight.Period;
        if (isPeriod && types.Count > 0 && types[0] is { Name: "period" } && IsClock(_profile.Events.GetUtf8(eventId))) return (0, "nanoseconds");
        return (type, type is { } index ? index == Missing ? "count" : types[index].Unit : "count");
    }

    private int? TypeOf(SampleEventId eventId, IReadOnlyList<SampleValueType> types)
    {
        if (_weight.IsDefault) return _profile.GetDefaultValueType(eventId);
        if (_weight == SampleWeight.Samples) return null;
        if (_weight == SampleWeight.Period) return types.Count > 0 ? 0 : Missing;
        for (int i = 0; i < types.Count; i++)
        {
            if (types[i].Name == _weight.Name || types[i].ToString() == _weight.Name) return i;
        }
        return Missing;
    }

    private static bool IsClock(ReadOnlySpan<byte> name) => name.StartsWith("cpu-clock"u8) || name.StartsWith("task-clock"u8);
}
