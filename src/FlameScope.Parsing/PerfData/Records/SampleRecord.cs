namespace FlameScope.Parsing;

/// <summary>The fields of a sample record. The spans are slices of the record.</summary>
internal ref struct SampleRecord
{
    public int Event;
    public CpuMode Mode;
    public bool HasTime;
    public ulong Time;
    public ulong Ip;
    public bool HasIp;
    public int Pid;
    public int Tid;
    public int Cpu; // -1 if unknown
    public ulong Period;
    public ulong Id;
    public bool HasCallchain;
    public ReadOnlySpan<byte> Callchain; // 8 bytes per entry
    public ReadOnlySpan<byte> Counters; // of PERF_SAMPLE_READ
    public ReadOnlySpan<byte> Raw; // the payload of a tracepoint
    public ReadOnlySpan<byte> Branches; // 24 bytes per entry
    public ulong RegisterAbi; // 0 if the thread has no user mode
    public ReadOnlySpan<byte> Registers; // 8 bytes per register of the event's set
    public ReadOnlySpan<byte> UserStack; // the bytes from the stack pointer on
}

/// <summary>The fields that end a record of the kernel that is not a sample.</summary>
/// <param name="HasTime">Indicates whether there is a time.</param>
/// <param name="Time">The time.</param>
/// <param name="HasTid">Indicates whether the fields start with the process and the thread.</param>
/// <param name="Length">The length of the fields in bytes.</param>
/// <param name="Cpu">The processor; <c>null</c> where the fields do not have it.</param>
internal readonly record struct RecordTrailer(bool HasTime, ulong Time, bool HasTid, int Length, int? Cpu);
