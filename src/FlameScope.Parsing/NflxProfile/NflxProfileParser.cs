using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Parses an nflxprofile. The samples precede the nodes that they refer to, so nothing is parsed before the end of the file is known.</summary>
internal sealed class NflxProfileParser(ProfileBuilder builder, ReadContext context) : IProfileParser
{
    private const double MaximumSeconds = 9.2e9; // Nanoseconds that fit in 64 bits.

    private readonly NflxColumns _columns = new();
    private readonly List<HeaderFact> _facts = [];
    private double _start;

    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (!isFinal) return 0;
        if (block.IsEmpty) throw context.Malformed("the input is empty");
        var nodes = new NflxNodes(builder, context);
        var reader = new ProtobufReader(block);
        while (reader.Read()) Take(reader, nodes);
        if (reader.End != ProtobufEnd.Whole)
        {
            bool isCut = reader.End == ProtobufEnd.Cut;
            context.Report(isCut ? "the input ends within a message" : "bytes that are not a message", InputPosition.AtByte(reader.FieldStart));
        }
        AddSamples(block, nodes);
        builder.Header = new RecordingHeader { Facts = _facts };
        return block.Length;
    }

    public void Complete()
    {
    }

    private void Take(in ProtobufReader reader, NflxNodes nodes)
    {
        InputPosition position = InputPosition.AtByte(reader.FieldStart);
        bool isValid = true;
        switch (reader.Field)
        {
            case NflxProfileShape.StartTime when reader.WireType == WireType.Fixed64:
                _start = BitConverter.UInt64BitsToDouble(reader.Number);
                AddFact("start_time", _start.ToString("R", CultureInfo.InvariantCulture));
                break;
            case NflxProfileShape.EndTime when reader.WireType == WireType.Fixed64:
                AddFact("end_time", BitConverter.UInt64BitsToDouble(reader.Number).ToString("R", CultureInfo.InvariantCulture));
                break;
            case NflxProfileShape.Nodes when reader.WireType == WireType.Bytes:
                isValid = nodes.TryAdd(reader.Bytes, reader.BytesStart);
                break;
            case NflxProfileShape.Title or NflxProfileShape.Description when reader.WireType == WireType.Bytes:
                AddFact(reader.Field == NflxProfileShape.Title ? "title" : "description", Decode(reader.Bytes));
                break;
            case NflxProfileShape.Parameters when reader.WireType == WireType.Bytes:
                isValid = TryAddParameter(reader.Bytes, nodes);
                break;
            case NflxProfileShape.IdleSampleCount when reader.WireType == WireType.Varint:
                AddFact("idle_sample_count", reader.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case > NflxProfileShape.IdleSampleCount:
                break;
            default:
                isValid = _columns.TryAdd(reader);
                break;
        }
        if (!isValid) context.Report("a message that is not valid", position);
    }

    private bool TryAddParameter(ReadOnlySpan<byte> entry, NflxNodes nodes)
    {
        ReadOnlySpan<byte> key = default, value = default;
        var reader = new ProtobufReader(entry);
        while (reader.Read())
        {
            if (reader.WireType != WireType.Bytes) return false;
            if (reader.Field == 1) key = reader.Bytes;
            else if (reader.Field == 2) value = reader.Bytes;
        }
        if (key.SequenceEqual("has_node_stack"u8)) nodes.HasInlineStacks = value.SequenceEqual("true"u8);
        AddFact(Decode(key), Decode(value));
        return reader.End == ProtobufEnd.Whole;
    }

    private void AddSamples(ReadOnlySpan<byte> file, NflxNodes nodes)
    {
        int count = _columns.Nodes.Count;
        if (_columns.Deltas.Count != count)
        {
            count = Math.Min(count, _columns.Deltas.Count);
            context.Report("samples without a time, or times without a sample", default, default, Math.Abs(_columns.Nodes.Count - _columns.Deltas.Count));
        }
        SampleEventId eventId = builder.AddEvent("samples"u8);
        // The sum is that of the writer: the differences are rounded so that it gives the original times.
        double seconds = _start;
        for (int i = 0; i < count; i++)
        {
            if ((i & 0xFFF) == 0) context.CancellationToken.ThrowIfCancellationRequested();
            seconds += _columns.Deltas[i];
            long? time = ToNanoseconds(seconds);
            if (time is null) context.Report("a time that is out of range");
            int row = nodes.Find(_columns.Nodes[i]);
            if (row < 0) context.Report("the id of a node does not exist");
            long value = 1;
            if (_columns.Values.Count > 0) value = i < _columns.Values.Count ? (long)_columns.Values[i] : -1;
            var sample = new SampleRow
            {
                Time = time,
                Stack = row < 0 ? StackId.Empty : nodes.GetStack(file, row),
                Thread = nodes.GetThread(file, row, Get(_columns.Pids, i), Get(_columns.Tids, i)),
                Cpu = (Get(_columns.Cpus, i) ?? nodes.GetCpu(row)) is { } cpu and <= int.MaxValue ? (int)cpu : null,
                Event = eventId,
                Value = value,
            };
            if (builder.CanAdd(sample)) builder.AddSample(sample);
            else context.Report("a sample without a value, or with one that exceeds the range of a sum");
        }
    }

    private static uint? Get(List<uint> column, int sample) => sample < column.Count ? column[sample] : null;

    // The seconds and the fraction are converted separately: the product would round a second time.
    private static long? ToNanoseconds(double seconds)
    {
        if (!(Math.Abs(seconds) < MaximumSeconds)) return null;
        double whole = Math.Floor(seconds);
        return ((long)whole * 1_000_000_000) + (long)Math.Round((seconds - whole) * 1e9);
    }

    private void AddFact(string name, string value) => _facts.Add(new HeaderFact { Name = name, Value = value });

    private static string Decode(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4096)]);
}
