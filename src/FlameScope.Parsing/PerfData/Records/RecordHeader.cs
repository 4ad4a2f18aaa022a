namespace FlameScope.Parsing;

/// <summary>The first eight bytes of a record.</summary>
/// <param name="Type">The type; see <see cref="RecordType"/>.</param>
/// <param name="Misc">The flags; the lowest three bits are the processor mode.</param>
/// <param name="Size">The size of the record in bytes, including the header.</param>
internal readonly record struct RecordHeader(uint Type, ushort Misc, int Size)
{
    public const int Length = 8;

    // misc bits
    private const int CommExec = 1 << 13;
    private const int ForkExec = 1 << 13;
    private const int MmapBuildId = 1 << 14;
    private const int LostSamplesBpf = 1 << 15;

    /// <summary>The processor mode in which the record was made.</summary>
    public CpuMode Mode => (CpuMode)(Misc & 7);

    public bool IsExec => (Misc & CommExec) != 0;

    /// <summary>Indicates that a fork record was made for a process that does not share the mappings of its parent.</summary>
    public bool IsForkWithoutMaps => (Misc & ForkExec) != 0;

    public bool HasBuildId => (Misc & MmapBuildId) != 0;

    /// <summary>Indicates that lost samples were dropped by a filter program, on request.</summary>
    public bool IsFiltered => (Misc & LostSamplesBpf) != 0;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least eight bytes.</param>
    /// <param name="order">The byte order.</param>
    public static RecordHeader Read(ReadOnlySpan<byte> bytes, PerfByteOrder order)
    {
        uint type = order.ReadUInt32(bytes);
        ushort misc = order.ReadUInt16(bytes[4..]);
        ushort size = order.ReadUInt16(bytes[6..]);
        // In simpleperf's own records, the misc field has the upper half of the size.
        if (type < RecordType.FirstOfSimpleperf) return new RecordHeader(type, misc, size);
        uint large = ((uint)misc << 16) | size;
        return new RecordHeader(type, 0, large > int.MaxValue ? int.MaxValue : (int)large);
    }
}
