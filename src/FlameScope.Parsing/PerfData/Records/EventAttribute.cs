using System.Numerics;

namespace FlameScope.Parsing;

/// <summary>An event of the recording: the fields of <c>perf_event_attr</c> that are needed. Fields beyond the size in the file are 0.</summary>
internal sealed class EventAttribute
{
    /// <summary>The size of the first version of the structure. A smaller one is not readable.</summary>
    public const int MinimumLength = 64;

    private const ulong BranchCallStack = 1 << 11;
    private const ulong BranchHardwareIndex = 1 << 17;
    private const ulong BranchCounters = 1 << 19;

    private EventAttribute(ReadOnlySpan<byte> bytes, PerfByteOrder order)
    {
        Type = UInt32(bytes, 0, order);
        Config = UInt64(bytes, 8, order);
        Period = UInt64(bytes, 16, order);
        Fields = (SampleFields)UInt64(bytes, 24, order);
        ReadFields = (ReadFields)UInt64(bytes, 32, order);
        ReadOnlySpan<byte> flags = bytes.Slice(40, 8);
        ExcludeUser = order.ReadBit(flags, 4);
        ExcludeKernel = order.ReadBit(flags, 5);
        ExcludeHypervisor = order.ReadBit(flags, 6);
        IsFrequency = order.ReadBit(flags, 10);
        bool precise1 = order.ReadBit(flags, 15), precise2 = order.ReadBit(flags, 16);
        PreciseIp = order.IsBigEndian ? (precise1 ? 2 : 0) + (precise2 ? 1 : 0) : (precise1 ? 1 : 0) + (precise2 ? 2 : 0);
        HasSampleIds = order.ReadBit(flags, 18);
        ExcludeHost = order.ReadBit(flags, 19);
        ExcludeGuest = order.ReadBit(flags, 20);
        UsesClockId = order.ReadBit(flags, 25);
        BreakpointType = UInt32(bytes, 52, order);
        BreakpointAddress = UInt64(bytes, 56, order);
        BranchFields = UInt64(bytes, 72, order);
        UserRegisters = UInt64(bytes, 80, order);
        ClockId = (int)UInt32(bytes, 92, order);
        Name = EventName.Of(this);
    }

    public uint Type { get; }

    public ulong Config { get; }

    /// <summary>The period, or the frequency if <see cref="IsFrequency"/> is set.</summary>
    public ulong Period { get; }

    /// <summary>Indicates whether the event is a tracepoint, whose number is <see cref="Config"/>.</summary>
    public bool IsTracepoint => Type == 2;

    public bool IsFrequency { get; }

    public SampleFields Fields { get; }

    public ReadFields ReadFields { get; }

    /// <summary>Indicates whether records other than samples end in the fields of <see cref="SampleDecoder.ReadTrailer"/>.</summary>
    public bool HasSampleIds { get; }

    public bool ExcludeUser { get; }

    public bool ExcludeKernel { get; }

    public bool ExcludeHypervisor { get; }

    public bool ExcludeHost { get; }

    public bool ExcludeGuest { get; }

    public int PreciseIp { get; }

    public bool UsesClockId { get; }

    public int ClockId { get; }

    public uint BreakpointType { get; }

    public ulong BreakpointAddress { get; }

    private ulong BranchFields { get; }

    /// <summary>Indicates whether the branch stack is a call chain of the user mode, as the processor recorded it.</summary>
    public bool HasBranchCallStack => (BranchFields & BranchCallStack) != 0;

    public bool HasBranchHardwareIndex => (BranchFields & BranchHardwareIndex) != 0;

    public bool HasBranchCounters => (BranchFields & BranchCounters) != 0;

    /// <summary>The set of registers in a sample, one bit each.</summary>
    public ulong UserRegisters { get; }

    public int UserRegisterCount => BitOperations.PopCount(UserRegisters);

    /// <summary>The name of the event. The recording replaces it if it has one.</summary>
    public string Name { get; set; }

    /// <summary>Reads an attribute.</summary>
    /// <param name="bytes">The bytes of the attribute. They may be more or fewer than are known.</param>
    /// <param name="order">The byte order.</param>
    /// <returns>The attribute; <c>null</c> if there are too few bytes.</returns>
    public static EventAttribute? Read(ReadOnlySpan<byte> bytes, PerfByteOrder order) =>
        bytes.Length < MinimumLength ? null : new EventAttribute(bytes, order);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset, PerfByteOrder order) =>
        offset + sizeof(uint) <= bytes.Length ? order.ReadUInt32(bytes[offset..]) : 0;

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int offset, PerfByteOrder order) =>
        offset + sizeof(ulong) <= bytes.Length ? order.ReadUInt64(bytes[offset..]) : 0;
}
