using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The fields of a profile except its samples, which usually are most of its bytes and precede some of the fields.</summary>
internal ref struct OtlpProfileFields
{
    /// <summary>The type of the values.</summary>
    public OtlpValueType Type { get; private set; }

    /// <summary>The rows of the attributes of the profile.</summary>
    public List<ulong> Attributes { get; } = [];

    /// <summary>The recording that the samples were converted from; empty if there is none.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Indicates whether the profile has samples.</summary>
    public bool HasSamples { get; private set; }

    /// <summary>Indicates whether a field has the type that it has in an older layout.</summary>
    public bool IsOlder { get; private set; }

    private bool _hasType;
    private ulong? _time;
    private ulong? _duration;
    private OtlpValueType? _periodType;
    private long? _period;
    private ReadOnlySpan<byte> _payloadFormat;

    public OtlpProfileFields(ReadOnlySpan<byte> profile)
    {
        var reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            if (reader.Field != 2)
            {
                Take(reader);
                continue;
            }
            HasSamples = true;
            IsOlder |= reader.WireType == WireType.Fixed64; // The time of a container, where samples are now.
        }
    }

    /// <summary>Adds the facts about the profile.</summary>
    public readonly void AddFacts(ReadOnlySpan<byte> message, OtlpDictionary dictionary, List<HeaderFact> facts)
    {
        if (_time is { } time) Add(facts, "time_unix_nano", time.ToString(CultureInfo.InvariantCulture));
        if (_duration is { } duration) Add(facts, "duration_nano", duration.ToString(CultureInfo.InvariantCulture));
        if (_periodType is { } type)
        {
            Add(facts, "period_type", $"{ShortText.Decode(dictionary.GetText(message, type.Name))}/{ShortText.Decode(dictionary.GetText(message, type.Unit))}");
        }
        if (_period is { } period) Add(facts, "period", period.ToString(CultureInfo.InvariantCulture));
        if (!_payloadFormat.IsEmpty) Add(facts, "original_payload_format", ShortText.Decode(_payloadFormat));
    }

    private static void Add(List<HeaderFact> facts, string name, string value) => facts.Add(new HeaderFact { Name = name, Value = value });

    private void Take(in ProtobufReader reader)
    {
        switch (reader.Field)
        {
            case 1 when reader.WireType == WireType.Bytes && !_hasType:
                _hasType = true;
                Type = OtlpValueType.Read(reader.Bytes);
                break;
            case 3 when reader.WireType == WireType.Fixed64:
                _time = reader.Number;
                break;
            case 3 when reader.WireType == WireType.Bytes:
                IsOlder = true; // The tables or the indexes of locations, where the time is now.
                break;
            case 4 when reader.WireType == WireType.Varint:
                _duration = reader.Number;
                break;
            case 5 when reader.WireType == WireType.Bytes:
                _periodType = OtlpValueType.Read(reader.Bytes);
                break;
            case 6 when reader.WireType == WireType.Varint:
                _period = reader.Int64;
                break;
            case 9 when reader.WireType == WireType.Bytes:
                _payloadFormat = reader.Bytes;
                break;
            case 10 when reader.WireType == WireType.Bytes:
                Payload = reader.Bytes;
                break;
            case 11:
                var numbers = new RepeatedNumbers(reader);
                while (numbers.MoveNext()) Attributes.Add(numbers.Current);
                break;
        }
    }
}
