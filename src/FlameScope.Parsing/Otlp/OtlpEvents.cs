using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The type of the values of a profile, as indexes of strings.</summary>
internal readonly record struct OtlpValueType(ulong Name, ulong Unit)
{
    /// <summary>Returns the type of the values of a profile.</summary>
    public static OtlpValueType OfProfile(ReadOnlySpan<byte> profile)
    {
        var reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            if (reader.Field == 1 && reader.WireType == WireType.Bytes) return Read(reader.Bytes);
        }
        return default;
    }

    /// <summary>Decodes a type.</summary>
    public static OtlpValueType Read(ReadOnlySpan<byte> message)
    {
        ulong name = 0, unit = 0;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.WireType != WireType.Varint) continue;
            if (reader.Field == 1) name = reader.Number;
            else if (reader.Field == 2) unit = reader.Number;
        }
        return new OtlpValueType(name, unit);
    }
}

/// <summary>
/// Gives profiles of one sample type one event. The event of an input with one type is <c>samples</c>; where there are several, an event has the name
/// of its type.
/// </summary>
internal sealed class OtlpEvents(ProfileBuilder builder, ReadContext context)
{
    private const int MaximumTypes = 1000;

    private readonly Dictionary<SampleValueType, SampleEventId> _events = [];
    private SampleEventId? _first;

    /// <summary>Adds the events of the profiles of a message.</summary>
    public void Add(ReadOnlySpan<byte> message, OtlpDictionary dictionary, List<OtlpValueType> types)
    {
        var distinct = new List<SampleValueType>();
        foreach (OtlpValueType type in new HashSet<OtlpValueType>(types))
        {
            SampleValueType decoded = Decode(message, dictionary, type);
            if (!_events.ContainsKey(decoded) && !distinct.Contains(decoded)) distinct.Add(decoded);
        }
        if (_events.Count + distinct.Count > MaximumTypes)
        {
            throw context.Malformed(FormattableString.Invariant($"the profiles have more than {MaximumTypes} sample types"));
        }
        bool isOnly = distinct.Count == 1 && _events.Count == 0;
        foreach (SampleValueType type in distinct)
        {
            SampleEventId id = builder.AddEvent(isOnly ? "samples" : type.Name, [type], 0);
            _events.Add(type, id);
            _first ??= id;
        }
        // The protocol asks to show the first profile of a message by default.
        if (_events.Count > 1) builder.DefaultEvent = _first;
    }

    /// <summary>Returns the event of a type that was added.</summary>
    public SampleEventId Find(ReadOnlySpan<byte> message, OtlpDictionary dictionary, OtlpValueType type, out bool isCount)
    {
        SampleValueType decoded = Decode(message, dictionary, type);
        isCount = decoded.Unit == "count";
        return _events[decoded];
    }

    // A profile need not state its type. Its values are then numbers of samples.
    private static SampleValueType Decode(ReadOnlySpan<byte> message, OtlpDictionary dictionary, OtlpValueType type)
    {
        string name = ShortText.Decode(dictionary.GetText(message, type.Name));
        string unit = ShortText.Decode(dictionary.GetText(message, type.Unit));
        return name.Length == 0 && unit.Length == 0 ? new SampleValueType("samples", "count") : new SampleValueType(name, unit);
    }
}
