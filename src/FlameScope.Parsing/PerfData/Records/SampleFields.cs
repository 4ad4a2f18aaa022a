namespace FlameScope.Parsing;

/// <summary>The fields of a sample, <c>PERF_SAMPLE_*</c>. The order in a record is not the order of the bits; see <see cref="SampleDecoder"/>.</summary>
[Flags]
internal enum SampleFields : ulong
{
    None = 0,
    Ip = 1 << 0,
    Tid = 1 << 1,
    Time = 1 << 2,
    Addr = 1 << 3,
    Read = 1 << 4,
    Callchain = 1 << 5,
    Id = 1 << 6,
    Cpu = 1 << 7,
    Period = 1 << 8,
    StreamId = 1 << 9,
    Raw = 1 << 10,
    BranchStack = 1 << 11,
    RegsUser = 1 << 12,
    StackUser = 1 << 13,
    Weight = 1 << 14,
    DataSource = 1 << 15,
    Identifier = 1 << 16,
}

/// <summary>The fields of a counter in a sample, <c>PERF_FORMAT_*</c>.</summary>
[Flags]
internal enum ReadFields : ulong
{
    None = 0,
    TotalTimeEnabled = 1 << 0,
    TotalTimeRunning = 1 << 1,
    Id = 1 << 2,
    Group = 1 << 3,
    Lost = 1 << 4,
}
