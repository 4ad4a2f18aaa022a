using System.Text;

namespace FlameScope.Model;

/// <summary>The value types of an event, and the one that is its default.</summary>
internal sealed record EventValueTypes(SampleValueType[] Types, int? Default)
{
    // Value types are interned as one text per event: names and units, each followed by a zero, and the index of the default.
    private const char End = '\0';

    /// <summary>The value type of events that have a period: the number of events that a sample represents.</summary>
    public static EventValueTypes Period { get; } = new([new SampleValueType("period", "events")], null);

    /// <summary>The value type of clock events, whose period is a time.</summary>
    public static EventValueTypes ClockPeriod { get; } = new([new SampleValueType("period", "nanoseconds")], null);

    /// <summary>Returns the value type of an event that has a period. Modifiers or terms may follow the name of a clock event: <c>cpu-clock:pppH</c>.</summary>
    public static EventValueTypes OfPeriod(ReadOnlySpan<byte> name)
    {
        int end = name.IndexOfAny((byte)':', (byte)'/');
        ReadOnlySpan<byte> plain = end < 0 ? name : name[..end];
        return plain.SequenceEqual("cpu-clock"u8) || plain.SequenceEqual("task-clock"u8) ? ClockPeriod : Period;
    }

    public byte[] Encode()
    {
        var text = new StringBuilder();
        foreach (SampleValueType type in Types) text.Append(type.Name.Replace(End, ' ')).Append(End).Append(type.Unit.Replace(End, ' ')).Append(End);
        return Encoding.UTF8.GetBytes(text.Append((char)('0' + (Default + 1 ?? 0))).ToString());
    }

    public static EventValueTypes Decode(ReadOnlySpan<byte> utf8)
    {
        string[] parts = Encoding.UTF8.GetString(utf8).Split(End);
        var types = new SampleValueType[parts.Length / 2];
        for (int i = 0; i < types.Length; i++) types[i] = new SampleValueType(parts[2 * i], parts[(2 * i) + 1]);
        int code = parts[^1][0] - '0';
        return new EventValueTypes(types, code == 0 ? null : code - 1);
    }
}
