using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The tables of a pprof profile: positions of its strings, and of its locations, functions and mappings by id. Everything but samples is found in one
/// pass over the file; messages are decoded when a sample refers to them.
/// </summary>
internal sealed class PprofTables(ReadContext context)
{
    private readonly List<Slice> _texts = [];
    private readonly List<Slice> _locations = [];
    private readonly List<Slice> _functions = [];
    private readonly List<Slice> _mappings = [];
    private readonly IdTable _locationIds = new();
    private readonly IdTable _functionIds = new();
    private readonly IdTable _mappingIds = new();

    /// <summary>A range of bytes of the file.</summary>
    public readonly record struct Slice(int Start, int Length)
    {
        public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> file) => file.Slice(Start, Length);
    }

    /// <summary>The name and the unit of each sample type, as indexes of strings.</summary>
    public List<(ulong Name, ulong Unit)> SampleTypes { get; } = [];

    /// <summary>The indexes of the strings that are comments.</summary>
    public List<ulong> Comments { get; } = [];

    /// <summary>The type of the period, as indexes of strings; <c>null</c> if the file has none.</summary>
    public (ulong Name, ulong Unit)? PeriodType { get; private set; }

    public long Period { get; private set; }

    public long Time { get; private set; }

    public long Duration { get; private set; }

    /// <summary>The index of the string that names the preferred sample type; 0 if the file names none.</summary>
    public ulong DefaultSampleType { get; private set; }

    public ulong DropFrames { get; private set; }

    public ulong KeepFrames { get; private set; }

    /// <summary>The number of messages of samples.</summary>
    public int SampleCount { get; private set; }

    public int LocationCount => _locations.Count;

    public int FunctionCount => _functions.Count;

    public int MappingCount => _mappings.Count;

    public int TextCount => _texts.Count;

    /// <summary>Reads all fields of a file except its samples.</summary>
    /// <exception cref="ProfileFormatException">The file has no sample types, or it ends before its strings.</exception>
    public void Index(ReadOnlySpan<byte> file)
    {
        var reader = new ProtobufReader(file);
        while (reader.Read())
        {
            if (reader.Field == PprofShape.Sample) SampleCount++;
            else Take(reader);
        }
        if (SampleTypes.Count == 0) throw context.Malformed("the profile has no sample types");
        if (reader.End == ProtobufEnd.Whole) return;
        InputPosition position = InputPosition.AtByte(reader.FieldStart);
        bool isCut = reader.End == ProtobufEnd.Cut;
        if (_texts.Count == 0) throw context.Truncated("the profile ends before its string table, which holds all names", position);
        context.Report(isCut ? "the input ends within a message" : "bytes that are not a message", position);
    }

    /// <summary>Returns a string.</summary>
    /// <param name="file">The file.</param>
    /// <param name="index">The index of the string.</param>
    /// <returns>The bytes; empty if there is no such string, which is reported.</returns>
    public ReadOnlySpan<byte> GetText(ReadOnlySpan<byte> file, ulong index)
    {
        if (index < (ulong)_texts.Count) return _texts[(int)index].Of(file);
        context.Report("the index of a string is out of range");
        return default;
    }

    public IdTable LocationIds => _locationIds;

    public int FindLocation(ulong id) => _locationIds.Find(id);

    public int FindFunction(ulong id) => _functionIds.Find(id);

    public int FindMapping(ulong id) => _mappingIds.Find(id);

    public Slice GetLocation(int row) => _locations[row];

    public Slice GetFunction(int row) => _functions[row];

    public Slice GetMapping(int row) => _mappings[row];

    private void Take(in ProtobufReader reader)
    {
        bool isBytes = reader.WireType == WireType.Bytes;
        bool isVarint = reader.WireType == WireType.Varint;
        switch (reader.Field)
        {
            case PprofShape.SampleType when isBytes:
                SampleTypes.Add(ReadValueType(reader));
                break;
            case PprofShape.Mapping when isBytes:
                AddRow(reader, _mappings, _mappingIds);
                break;
            case PprofShape.Location when isBytes:
                AddRow(reader, _locations, _locationIds);
                break;
            case PprofShape.Function when isBytes:
                AddRow(reader, _functions, _functionIds);
                break;
            case PprofShape.Text when isBytes:
                _texts.Add(new Slice(reader.BytesStart, reader.Bytes.Length));
                break;
            case PprofShape.DropFrames when isVarint:
                DropFrames = reader.Number;
                break;
            case PprofShape.KeepFrames when isVarint:
                KeepFrames = reader.Number;
                break;
            case PprofShape.Time when isVarint:
                Time = reader.Int64;
                break;
            case PprofShape.Duration when isVarint:
                Duration = reader.Int64;
                break;
            case PprofShape.PeriodType when isBytes:
                PeriodType = ReadValueType(reader);
                break;
            case PprofShape.Period when isVarint:
                Period = reader.Int64;
                break;
            case PprofShape.Comment:
                var numbers = new RepeatedNumbers(reader);
                while (numbers.MoveNext()) Comments.Add(numbers.Current);
                if (numbers.IsMalformed) ReportMessage(reader);
                break;
            case PprofShape.DefaultSampleType when isVarint:
                DefaultSampleType = reader.Number;
                break;
            case > PprofShape.DefaultSampleType:
                break;
            default:
                ReportMessage(reader);
                break;
        }
    }

    private (ulong Name, ulong Unit) ReadValueType(in ProtobufReader field)
    {
        ulong name = 0, unit = 0;
        var reader = new ProtobufReader(field.Bytes);
        while (reader.Read())
        {
            if (reader.WireType != WireType.Varint) continue;
            if (reader.Field == 1) name = reader.Number;
            else if (reader.Field == 2) unit = reader.Number;
        }
        if (reader.End != ProtobufEnd.Whole) ReportMessage(field);
        return (name, unit);
    }

    // All three messages have their id in field 1.
    private void AddRow(in ProtobufReader field, List<Slice> rows, IdTable ids)
    {
        var reader = new ProtobufReader(field.Bytes);
        ulong id = 0;
        bool isFirst = true;
        while (reader.Read())
        {
            if (reader.Field != 1 || reader.WireType != WireType.Varint) continue;
            id = reader.Number;
            if (isFirst && reader.FieldStart == 0) break; // The common order. Other fields are checked when the message is decoded.
            isFirst = false;
        }
        // 0 is no id: fields with this number refer to nothing.
        if (id == 0 || !ids.TryAdd(id, rows.Count)) context.Report(id == 0 ? "a row without an id" : "an id that occurs twice", At(field));
        else rows.Add(new Slice(field.BytesStart, field.Bytes.Length));
    }

    private void ReportMessage(in ProtobufReader field) => context.Report("a message that is not valid", At(field));

    private static InputPosition At(in ProtobufReader field) => InputPosition.AtByte(field.FieldStart);
}
