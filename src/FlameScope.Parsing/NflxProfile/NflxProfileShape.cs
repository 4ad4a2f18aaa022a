namespace FlameScope.Parsing;

/// <summary>The messages of <c>nflxprofile.proto</c>, and the numbers of their fields.</summary>
internal static class NflxProfileShape
{
    public const int StartTime = 1;
    public const int EndTime = 2;
    public const int Samples = 3;
    public const int TimeDeltas = 4;
    public const int Nodes = 5;
    public const int Title = 6;
    public const int Description = 7;
    public const int Parameters = 8;
    public const int SampleCpus = 9;
    public const int SamplePids = 10;
    public const int SampleTids = 11;
    public const int SampleValues = 12;
    public const int IdleSampleCount = 13;

    public const int NodeFunctionName = 1;
    public const int NodeChildren = 3;
    public const int NodeLibType = 4;
    public const int NodeParent = 5;
    public const int NodePid = 6;
    public const int NodeTid = 7;
    public const int NodeCpu = 8;
    public const int NodeStack = 10;
    public const int NodeFile = 11;

    private static readonly MessageShape File = new(FieldShape.Text(1), FieldShape.Varint(2), FieldShape.Varint(3));

    private static readonly MessageShape StackFrame = new(FieldShape.Text(1), FieldShape.Text(2), FieldShape.Of(3, File));

    private static readonly MessageShape Node = new(
        FieldShape.Text(NodeFunctionName), FieldShape.Varint(2), FieldShape.Numbers(NodeChildren), FieldShape.Text(NodeLibType),
        FieldShape.Varint(NodeParent), FieldShape.Varint(NodePid), FieldShape.Varint(NodeTid), FieldShape.Varint(NodeCpu), FieldShape.Varint(9),
        FieldShape.Of(NodeStack, StackFrame), FieldShape.Of(NodeFile, File));

    private static readonly MessageShape NodeEntry = new(FieldShape.Varint(1), FieldShape.Of(2, Node));

    private static readonly MessageShape Parameter = new(FieldShape.Text(1), FieldShape.Text(2));

    private static readonly MessageShape Profile = new(
        FieldShape.Fixed64(StartTime), FieldShape.Fixed64(EndTime), FieldShape.Numbers(Samples), FieldShape.Fixed64s(TimeDeltas),
        FieldShape.Of(Nodes, NodeEntry), FieldShape.Text(Title), FieldShape.Text(Description), FieldShape.Of(Parameters, Parameter),
        FieldShape.Numbers(SampleCpus), FieldShape.Numbers(SamplePids), FieldShape.Numbers(SampleTids), FieldShape.Numbers(SampleValues),
        FieldShape.Varint(IdleSampleCount));

    /// <summary>Indicates whether the start of an input is that of such a profile.</summary>
    /// <param name="start">The start of the input.</param>
    /// <param name="isWhole">Indicates whether <paramref name="start"/> is the whole input.</param>
    /// <remarks>The times of the start and the end are required, and no other format has two such fields. All fields must fit.</remarks>
    public static FormatMatch Match(ReadOnlySpan<byte> start, bool isWhole)
    {
        bool hasStart = false, hasEnd = false, hasContent = false;
        var reader = new ProtobufReader(start);
        while (reader.Read())
        {
            if (!Profile.Fits(reader)) return FormatMatch.No;
            if (reader.Field is StartTime or EndTime)
            {
                // Seconds of a clock: the uptime of a machine or Unix time.
                if (BitConverter.UInt64BitsToDouble(reader.Number) is not (>= 0 and < 1e11)) return FormatMatch.No;
                hasStart |= reader.Field == StartTime;
                hasEnd |= reader.Field == EndTime;
            }
            hasContent |= reader.Field is Samples or Nodes;
        }
        if (reader.End == ProtobufEnd.Malformed) return FormatMatch.No;
        if (hasStart && hasEnd && (hasContent || isWhole)) return FormatMatch.Yes;
        return !isWhole && (hasStart || hasEnd || start.Length < 64) ? FormatMatch.NeedMoreData : FormatMatch.No;
    }
}
