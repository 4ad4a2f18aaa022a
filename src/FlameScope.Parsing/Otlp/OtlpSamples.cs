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
    private readonly OtlpPoints _points = new(builder, context);
    private long[] _values = new long[16];
    private int _valueCount;
    private int _sampleCount;

    /// <summary>The packed numbers of the repeated fields of a sample.</summary>
    private ref struct Lists
    {
        public ReadOnlySpan<byte> Attributes;
        public ReadOnlySpan<byte> Values;
        public ReadOnlySpan<byte> Times;
    }

    /// <summary>Adds the samples of a profile.</summary>
    public void AddProfile(ReadOnlySpan<byte> message, OtlpSlice slice, in OtlpProfileFields fields, long offset, OtlpEvents events)
    {
        ReadOnlySpan<byte> profile = slice.Of(message);
        labels.BeginProfile();
        foreach (ulong row in fields.Attributes) labels.AddToProfile(message, row);
        labels.BeginSamples();
        SampleEventId eventId = events.Find(message, dictionary, fields.Type, out bool isCount);
        _points.Begin(eventId, isCount);
        header.AddProfile(message, fields, dictionary, labels.HostName);
        var reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            if (reader.Field != 2) continue;
            long position = offset + slice.Start + reader.FieldStart;
            if (reader.WireType == WireType.Bytes) Add(message, reader.Bytes, position);
            else context.Report("a sample that is not valid", InputPosition.AtByte(position));
        }
        if (reader.End == ProtobufEnd.Malformed) context.Report("bytes that are not a message", InputPosition.AtByte(offset + slice.Start + reader.FieldStart));
    }

    /// <summary>Adds the samples that are buffered to the profile.</summary>
    public void Flush()
    {
        _points.Flush();
        header.HasTimes |= _points.HasTimes;
    }

    private void Add(ReadOnlySpan<byte> message, ReadOnlySpan<byte> sample, long position)
    {
        if ((++_sampleCount & 0xFFF) == 0) context.CancellationToken.ThrowIfCancellationRequested();
        ulong stackRow = 0, link = 0;
        bool isValid = true, hasAttributes = false, hasPoints = false, isJoined = false;
        Lists lists = default;
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
                    hasAttributes = true;
                    isJoined |= !TrySet(ref lists.Attributes, reader);
                    break;
                case 3:
                    if (reader.WireType == WireType.Bytes) throw Older(position); // Values or attributes, where the link is now.
                    link = reader.Number;
                    isValid &= reader.WireType == WireType.Varint;
                    break;
                case 4:
                    hasPoints = true;
                    isJoined |= !TrySet(ref lists.Values, reader);
                    break;
                case 5:
                    hasPoints = true;
                    isJoined |= !TrySet(ref lists.Times, reader);
                    break;
            }
        }
        if (isJoined) isValid &= TryJoin(sample, ref lists);
        if (stackRow != 0 && dictionary.Stacks.Count == 0) throw Older(position);
        Fingerprint key = labels.GetKey(lists.Attributes, link);
        bool isWhole = reader.End == ProtobufEnd.Whole;
        isValid &= TryReadRows(lists.Attributes, (ulong)dictionary.Attributes.Count, out bool areRows);
        // Field 2 has values or the number of locations in older layouts.
        if (hasAttributes && isWhole && !(hasPoints && areRows)) throw Older(position);
        if (!isValid || !isWhole || !TryReadValues(lists.Values) || lists.Times.Length % sizeof(ulong) != 0)
        {
            context.Report("a sample that is not valid", InputPosition.AtByte(position));
            return;
        }
        if (_valueCount == 0 && lists.Times.IsEmpty)
        {
            context.Report("a sample without values and times", InputPosition.AtByte(position));
            return;
        }
        OtlpContext found = labels.Get(message, lists.Attributes, link, key);
        _points.Add(_frames.Get(message, stackRow), found, _values.AsSpan(0, _valueCount), lists.Times, position);
    }

    // Most samples have one occurrence of each list, which is packed.
    private static bool TrySet(ref ReadOnlySpan<byte> list, in ProtobufReader reader)
    {
        if (reader.WireType != WireType.Bytes || !list.IsEmpty) return false;
        list = reader.Bytes;
        return true;
    }

    // Joins the occurrences of lists, and packs the numbers of those that are not packed.
    private static bool TryJoin(ReadOnlySpan<byte> sample, ref Lists lists)
    {
        List<byte> attributes = [], values = [], times = [];
        bool isValid = true;
        var reader = new ProtobufReader(sample);
        while (reader.Read())
        {
            List<byte>? list = reader.Field switch { 2 => attributes, 4 => values, 5 => times, _ => null };
            if (list is null) continue;
            var numbers = new RepeatedNumbers(reader, isFixed64: reader.Field == 5);
            while (numbers.MoveNext()) Append(list, numbers.Current, isFixed64: reader.Field == 5);
            isValid &= !numbers.IsMalformed;
        }
        lists.Attributes = attributes.ToArray();
        lists.Values = values.ToArray();
        lists.Times = times.ToArray();
        return isValid;
    }

    private static void Append(List<byte> list, ulong number, bool isFixed64)
    {
        if (isFixed64)
        {
            for (int i = 0; i < sizeof(ulong); i++) list.Add((byte)(number >> (8 * i)));
            return;
        }
        for (; number >= 0x80; number >>= 7) list.Add((byte)(number | 0x80));
        list.Add((byte)number);
    }

    // Indicates whether numbers are the rows of a table. Returns false if the bytes are not whole numbers.
    private static bool TryReadRows(ReadOnlySpan<byte> packed, ulong count, out bool areRows)
    {
        areRows = true;
        for (int position = 0; position < packed.Length;)
        {
            if (!ProtobufReader.TryReadVarint(packed, ref position, out ulong row)) return false;
            areRows &= row < count;
        }
        return true;
    }

    private bool TryReadValues(ReadOnlySpan<byte> packed)
    {
        _valueCount = 0;
        if (_values.Length < packed.Length) _values = new long[Math.Max(packed.Length, _values.Length * 2)];
        for (int position = 0; position < packed.Length; _valueCount++)
        {
            if (!ProtobufReader.TryReadVarint(packed, ref position, out ulong value)) return false;
            _values[_valueCount] = (long)value;
        }
        return true;
    }

    private ProfileFormatException Older(long position) => OtlpLayout.Refuse(context, position);
}
