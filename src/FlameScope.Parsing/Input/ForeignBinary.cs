using System.Buffers.Binary;

namespace FlameScope.Parsing;

/// <summary>Recognizes binary recordings of other profilers that are not read, and names the command that converts them.</summary>
internal static class ForeignBinary
{
    // WMI_BUFFER_HEADER, SYSTEM_TRACE_HEADER and the start of TRACE_LOGFILE_HEADER, which repeats the size of the buffer.
    private const int EtlBufferHeader = 72;
    private const int EtlEventHeader = 32;
    private const int EtlHeaderMark = 0xC0;

    // Perfetto's TracePacket: time stamps and sequences are in nearly each packet; the mark is 16 bytes that are in no other message.
    private const int PacketTimestamp = 8;
    private const int PacketSequence = 10;
    private const int PacketSynchronizationMark = 36;

    /// <summary>Returns a sentence that describes the input; <c>null</c> if it is none of these recordings.</summary>
    /// <param name="start">The first bytes of the input.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (IsEtl(start))
        {
            return "this is a recording of Event Tracing for Windows (ETL): convert it first, with the sample program ConvertEtl, or with PerfView "
                + "(File, Save View As, a speedscope file)";
        }
        if (IsPerfetto(start))
        {
            return "this is a trace of Perfetto (protobuf): convert it first, its samples by traceconv profile --perf FILE, or its spans by "
                + "traceconv json FILE trace.json";
        }
        if (start.StartsWith("rbspy0"u8)) return "this is the raw data of rbspy: convert it first, by rbspy report -f speedscope -i FILE -o profile.speedscope.json";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x04, 0x08, (byte)'{']))
        {
            return "this is a dump of Ruby (Marshal), as stackprof writes it: convert it first, by stackprof --stackcollapse FILE > stacks.folded";
        }
        return null;
    }

    private static bool IsEtl(ReadOnlySpan<byte> start)
    {
        if (start.Length < EtlBufferHeader + EtlEventHeader + sizeof(uint)) return false;
        ReadOnlySpan<byte> header = start[EtlBufferHeader..];
        return header[2] is 1 or 2 && header[3] == EtlHeaderMark
            && BinaryPrimitives.ReadUInt32LittleEndian(header[EtlEventHeader..]) == BinaryPrimitives.ReadUInt32LittleEndian(start);
    }

    private static bool IsPerfetto(ReadOnlySpan<byte> start)
    {
        var trace = new ProtobufReader(start);
        bool isMarked = false;
        while (trace.Read())
        {
            if (trace is not { Field: 1, WireType: WireType.Bytes }) return false;
            isMarked |= IsMarked(trace.Bytes);
        }
        return isMarked;
    }

    private static bool IsMarked(ReadOnlySpan<byte> bytes)
    {
        var packet = new ProtobufReader(bytes);
        bool hasTime = false, hasSequence = false, hasMark = false;
        while (packet.Read())
        {
            hasTime |= packet is { Field: PacketTimestamp, WireType: WireType.Varint };
            hasSequence |= packet is { Field: PacketSequence, WireType: WireType.Varint };
            hasMark |= packet is { Field: PacketSynchronizationMark, WireType: WireType.Bytes } && packet.Bytes.Length == 16;
        }
        return hasMark || (hasTime && hasSequence);
    }
}
