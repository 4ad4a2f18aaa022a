using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collects the facts about the profiles of an input. The facts have the names of the fields.</summary>
internal sealed class OtlpHeader
{
    // Profilers send a profile every few seconds. The facts of the first ones suffice.
    private const int MaximumFacts = 64;

    private readonly List<HeaderFact> _facts = [];
    private string? _hostName;

    /// <summary>Indicates whether a sample had a time.</summary>
    public bool HasTimes { get; set; }

    public void AddProfile(ReadOnlySpan<byte> message, ReadOnlySpan<byte> profile, OtlpDictionary dictionary, string? hostName)
    {
        _hostName ??= hostName;
        if (_facts.Count >= MaximumFacts) return;
        var reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3 when reader.WireType == WireType.Fixed64:
                    Add("time_unix_nano", reader.Number.ToString(CultureInfo.InvariantCulture));
                    break;
                case 4 when reader.WireType == WireType.Varint:
                    Add("duration_nano", reader.Number.ToString(CultureInfo.InvariantCulture));
                    break;
                case 5 when reader.WireType == WireType.Bytes:
                    OtlpValueType type = OtlpSamples.ReadValueType(reader.Bytes);
                    string name = ShortText.Decode(dictionary.GetText(message, type.Name));
                    Add("period_type", $"{name}/{ShortText.Decode(dictionary.GetText(message, type.Unit))}");
                    break;
                case 6 when reader.WireType == WireType.Varint:
                    Add("period", reader.Int64.ToString(CultureInfo.InvariantCulture));
                    break;
                case 9 when reader.WireType == WireType.Bytes:
                    Add("original_payload_format", ShortText.Decode(reader.Bytes));
                    break;
            }
        }
    }

    public RecordingHeader Create() => new() { HostName = _hostName, Facts = _facts, Clock = HasTimes ? UnixClock.Clock : null };

    private void Add(string name, string value) => _facts.Add(new HeaderFact { Name = name, Value = value });
}
