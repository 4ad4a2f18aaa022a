namespace FlameScope.Parsing;

/// <summary>The columns of an nflxprofile with an entry per sample. They grow with the bytes that were read, not with a stated count.</summary>
internal sealed class NflxColumns
{
    /// <summary>The id of the node of each sample.</summary>
    public List<uint> Nodes { get; } = [];

    /// <summary>The seconds since the previous sample, of the first one since the start.</summary>
    public List<double> Deltas { get; } = [];

    public List<uint> Cpus { get; } = [];

    public List<uint> Pids { get; } = [];

    public List<uint> Tids { get; } = [];

    /// <summary>The value of each sample; empty if the file states none.</summary>
    public List<ulong> Values { get; } = [];

    /// <summary>Adds the numbers of a field.</summary>
    /// <returns><c>false</c> if the field is not a column, or not valid. The numbers before the fault are added.</returns>
    public bool TryAdd(in ProtobufReader reader)
    {
        var numbers = new RepeatedNumbers(reader, isFixed64: reader.Field == NflxProfileShape.TimeDeltas);
        switch (reader.Field)
        {
            case NflxProfileShape.TimeDeltas:
                while (numbers.MoveNext()) Deltas.Add(BitConverter.UInt64BitsToDouble(numbers.Current));
                break;
            case NflxProfileShape.SampleValues:
                while (numbers.MoveNext()) Values.Add(numbers.Current);
                break;
            default:
                List<uint>? column = reader.Field switch
                {
                    NflxProfileShape.Samples => Nodes,
                    NflxProfileShape.SampleCpus => Cpus,
                    NflxProfileShape.SamplePids => Pids,
                    NflxProfileShape.SampleTids => Tids,
                    _ => null,
                };
                if (column is null) return false;
                while (numbers.MoveNext()) column.Add((uint)numbers.Current); // Protobuf takes the low bits of a number that is too long.
                break;
        }
        return !numbers.IsMalformed;
    }
}
