using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the samples of the profiles of a message.</summary>
/// <remarks>
/// A sample of the message has times (each of them is a sample with the value 1), values (each of them is a sample without a time), or both.
/// </remarks>
internal sealed class OtlpSamples(
    ProfileBuilder builder, ReadContext context, OtlpDictionary dictionary, OtlpLabels labels, OtlpHeader header)
{
    private readonly OtlpFrames _frames = new(builder, context, dictionary);
    private readonly List<long> _values = [];
    private readonly List<ulong> _times = [];
    private int _sampleCount;

    /// <summary>Returns the type of the values of a profile.</summary>
    public static OtlpValueType ReadType(ReadOnlySpan<byte> profile)
    {
        var reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            if (reader.Field == 1 && reader.WireType == WireType.Bytes) return ReadValueType(reader.Bytes);
        }
        return default;
    }

    /// <summary>Adds the samples of a profile.</summary>
    public void AddProfile(ReadOnlySpan<byte> message, OtlpSlice slice, long offset, OtlpEvents events)
    {
        ReadOnlySpan<byte> profile = slice.Of(message);
        labels.BeginProfile();
        var reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            if (reader.Field != 11) continue;
            var numbers = new RepeatedNumbers(reader);
            while (numbers.MoveNext()) labels.AddToProfile(message, numbers.Current);
        }
        OtlpValueType type = ReadType(profile);
        SampleEventId eventId = events.Find(message, dictionary, type, out bool isCount);
        header.AddProfile(message, profile, dictionary, labels.HostName);
        reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            if (reader.Field != 2) continue;
            InputPosition position = InputPosition.AtByte(offset + slice.Start + reader.FieldStart);
            if (reader.WireType == WireType.Bytes) Add(message, reader.Bytes, eventId, isCount, position);
            else context.Report("a sample that is not valid", position);
        }
        if (reader.End == ProtobufEnd.Malformed) context.Report("bytes that are not a message", InputPosition.AtByte(offset + slice.Start + reader.FieldStart));
    }

    private void Add(ReadOnlySpan<byte> message, ReadOnlySpan<byte> sample, SampleEventId eventId, bool isCount, InputPosition position)
    {
        if ((++_sampleCount & 0xFFF) == 0) context.CancellationToken.ThrowIfCancellationRequested();
        ulong stackRow = 0, link = 0;
        bool isValid = true;
        _values.Clear();
        _times.Clear();
        labels.BeginSample();
        var reader = new ProtobufReader(sample);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    stackRow = reader.Number;
                    isValid &= reader.WireType == WireType.Varint;
                    break;
                case 2:
                    var attributes = new RepeatedNumbers(reader);
                    while (attributes.MoveNext()) labels.AddToSample(message, attributes.Current);
                    isValid &= !attributes.IsMalformed;
                    break;
                case 3:
                    link = reader.Number;
                    isValid &= reader.WireType == WireType.Varint;
                    break;
                case 4:
                    var values = new RepeatedNumbers(reader);
                    while (values.MoveNext()) _values.Add((long)values.Current);
                    isValid &= !values.IsMalformed;
                    break;
                case 5:
                    var times = new RepeatedNumbers(reader, isFixed64: true);
                    while (times.MoveNext()) _times.Add(times.Current);
                    isValid &= !times.IsMalformed;
                    break;
            }
        }
        if (!isValid || reader.End != ProtobufEnd.Whole)
        {
            context.Report("a sample that is not valid", position);
            return;
        }
        if (_values.Count == 0 && _times.Count == 0)
        {
            context.Report("a sample without values and times", position);
            return;
        }
        labels.AddLink(message, link);
        var row = new SampleRow
        {
            Stack = _frames.Get(message, stackRow),
            Thread = labels.GetThread(),
            Cpu = labels.Cpu,
            Event = eventId,
            Labels = labels.GetSet(),
        };
        AddPoints(row, isCount, position);
    }

    private void AddPoints(SampleRow row, bool isCount, InputPosition position)
    {
        bool areTimed = _times.Count > 0;
        if (areTimed && _values.Count > 0 && _values.Count != _times.Count)
        {
            // Which value belongs to which time is not known.
            context.Report("a sample with another number of values than of times", position);
            areTimed = false;
        }
        int count = areTimed ? _times.Count : _values.Count;
        for (int i = 0; i < count; i++)
        {
            long value = _values.Count == 0 ? 1 : _values[i];
            if (value < 0) throw Negative(value, position);
            long samples = isCount ? value : 1;
            long? time = areTimed ? ToTime(_times[i], position) : null;
            SampleRow point = row with { Time = time, Value = value, Count = samples };
            if (!builder.CanAdd(point))
            {
                context.Report("a value that exceeds the range of a sum", position);
                continue;
            }
            header.HasTimes |= time is not null;
            builder.AddSample(point);
        }
    }

    private long? ToTime(ulong nanoseconds, InputPosition position)
    {
        if (nanoseconds is > 0 and < long.MaxValue) return (long)nanoseconds;
        context.Report("a time that is out of range", position);
        return null;
    }

    public static OtlpValueType ReadValueType(ReadOnlySpan<byte> message)
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

    private ProfileFormatException Negative(long value, InputPosition position) => context.Unsupported(
        FormattableString.Invariant($"a sample has the negative value {value}: the profile is a difference of two profiles; read both and compare them instead"),
        position);
}
