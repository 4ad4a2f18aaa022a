using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The value of samples that formats with one value per sample write, and its unit.</summary>
internal sealed class WrittenValue
{
    private readonly Profile _profile;
    private readonly SampleWeight _weight;
    private readonly (int? Type, string Unit)[] _byEvent;

    public WrittenValue(Profile profile, SampleWeight weight)
    {
        _profile = profile;
        _weight = weight;
        _byEvent = new (int?, string)[profile.Events.Count];
        for (int i = 0; i < _byEvent.Length; i++) _byEvent[i] = Choose(new SampleEventId(i));
    }

    /// <summary>Returns the unit of the values of an event: <c>count</c>, <c>nanoseconds</c>, <c>bytes</c> or another one.</summary>
    public string UnitOf(SampleEventId eventId) => _byEvent[eventId.Value].Unit;

    /// <summary>Returns the value of a sample.</summary>
    public long Of(int sample)
    {
        SampleTable samples = _profile.Samples;
        ReadOnlySpan<long> column = _byEvent[samples.Events[sample].Value].Type is { } type ? samples.GetValues(type) : samples.Counts;
        return column.IsEmpty ? 1 : column[sample];
    }

    private (int? Type, string Unit) Choose(SampleEventId eventId)
    {
        IReadOnlyList<SampleValueType> types = _profile.GetValueTypes(eventId);
        int? type = _weight == SampleWeight.Period && types.Count > 0 ? 0 : _profile.GetDefaultValueType(eventId);

        // The period of perf's clock events is a time.
        if (types.Count > 0 && types[0].Unit == "events" && IsClock(_profile.Events.GetUtf8(eventId))) return (0, "nanoseconds");
        return (type, type is { } index ? types[index].Unit : "count");
    }

    private static bool IsClock(ReadOnlySpan<byte> name) => name.StartsWith("cpu-clock"u8) || name.StartsWith("task-clock"u8);
}
