namespace FlameScope.Parsing;

/// <summary>The processor mode of an address, with the numbers of <c>PERF_RECORD_MISC_CPUMODE_MASK</c>.</summary>
internal enum CpuMode : byte
{
    Unknown = 0,
    Kernel = 1,
    User = 2,
    Hypervisor = 3,
    GuestKernel = 4,
    GuestUser = 5,
}
