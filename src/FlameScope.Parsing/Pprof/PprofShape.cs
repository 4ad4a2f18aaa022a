namespace FlameScope.Parsing;

/// <summary>The messages of pprof's <c>profile.proto</c>, and the numbers of their fields.</summary>
internal static class PprofShape
{
    public const int SampleType = 1;
    public const int Sample = 2;
    public const int Mapping = 3;
    public const int Location = 4;
    public const int Function = 5;
    public const int Text = 6;
    public const int DropFrames = 7;
    public const int KeepFrames = 8;
    public const int Time = 9;
    public const int Duration = 10;
    public const int PeriodType = 11;
    public const int Period = 12;
    public const int Comment = 13;
    public const int DefaultSampleType = 14;

    // No other format has so many messages that fit. Without this, a large file would be checked to its end, where its strings are.
    private const int EnoughRecords = 1000;

    public static readonly MessageShape ValueType = new(FieldShape.Varint(1), FieldShape.Varint(2));

    private static readonly MessageShape Label = new(FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3), FieldShape.Varint(4));

    private static readonly MessageShape SampleMessage = new(FieldShape.Numbers(1), FieldShape.Numbers(2), FieldShape.Of(3, Label));

    private static readonly MessageShape MappingMessage = new(
        FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3), FieldShape.Varint(4), FieldShape.Varint(5), FieldShape.Varint(6),
        FieldShape.Varint(7), FieldShape.Varint(8), FieldShape.Varint(9), FieldShape.Varint(10));

    private static readonly MessageShape Line = new(FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3));

    private static readonly MessageShape LocationMessage = new(
        FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3), FieldShape.Of(4, Line), FieldShape.Varint(5));

    private static readonly MessageShape FunctionMessage = new(
        FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3), FieldShape.Varint(4), FieldShape.Varint(5));

    public static readonly MessageShape Profile = new(
        FieldShape.Of(SampleType, ValueType), FieldShape.Of(Sample, SampleMessage), FieldShape.Of(Mapping, MappingMessage),
        FieldShape.Of(Location, LocationMessage), FieldShape.Of(Function, FunctionMessage), FieldShape.Text(Text), FieldShape.Varint(DropFrames),
        FieldShape.Varint(KeepFrames), FieldShape.Varint(Time), FieldShape.Varint(Duration), FieldShape.Of(PeriodType, ValueType),
        FieldShape.Varint(Period), FieldShape.Numbers(Comment), FieldShape.Varint(DefaultSampleType), FieldShape.Varint(15));

    /// <summary>Indicates whether the start of an input is that of a pprof profile.</summary>
    /// <param name="start">The start of the input.</param>
    /// <param name="isWhole">Indicates whether <paramref name="start"/> is the whole input.</param>
    /// <remarks>A profile has a sample type, and its first string is empty. All of its fields must fit.</remarks>
    public static FormatMatch Match(ReadOnlySpan<byte> start, bool isWhole)
    {
        int sampleTypes = 0, texts = 0, records = 0;
        ulong lastText = 0;
        var reader = new ProtobufReader(start);
        while (reader.Read())
        {
            if (!Profile.Fits(reader)) return FormatMatch.No;
            switch (reader.Field)
            {
                case SampleType:
                    sampleTypes++;
                    lastText = Math.Max(lastText, GreatestText(reader.Bytes));
                    break;
                case Sample or Location or Function when ++records >= EnoughRecords && sampleTypes > 0:
                    return FormatMatch.Yes;
                case Text when texts++ == 0 && !reader.Bytes.IsEmpty:
                    return FormatMatch.No;
            }
        }
        if (reader.End == ProtobufEnd.Malformed) return FormatMatch.No;
        if (sampleTypes > 0 && texts > (int)Math.Min(lastText, int.MaxValue - 1)) return FormatMatch.Yes;
        if (!isWhole) return sampleTypes + texts + records > 0 || start.Length < 64 ? FormatMatch.NeedMoreData : FormatMatch.No;
        // A file that ends before its strings is a pprof profile, too. The parser says that it is cut.
        return sampleTypes > 0 && records > 0 && texts == 0 && reader.End == ProtobufEnd.Cut ? FormatMatch.Yes : FormatMatch.No;
    }

    private static ulong GreatestText(ReadOnlySpan<byte> valueType)
    {
        ulong greatest = 0;
        var reader = new ProtobufReader(valueType);
        while (reader.Read()) greatest = Math.Max(greatest, reader.Number);
        return greatest;
    }
}
