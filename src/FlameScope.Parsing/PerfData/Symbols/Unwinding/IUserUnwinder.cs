namespace FlameScope.Parsing;

/// <summary>Finds the callers in a copy of a thread's stack.</summary>
internal interface IUserUnwinder
{
    /// <summary>Unwinds a stack.</summary>
    /// <param name="eventIndex">The event of the sample, which has the set of registers.</param>
    /// <param name="registers">The form of the registers (<c>PERF_SAMPLE_REGS_ABI_*</c>) and the registers, eight bytes each.</param>
    /// <param name="stack">The bytes from the stack pointer on.</param>
    /// <param name="space">The mappings of the process.</param>
    /// <param name="modules">The modules of the mappings.</param>
    /// <param name="addresses">Receives the addresses, leaf first; empty if the registers are not known. They are valid until the next call.</param>
    /// <returns><c>true</c> if the stack was unwound to its end, or as far as it was copied.</returns>
    bool TryUnwind(int eventIndex, ReadOnlySpan<byte> registers, ReadOnlySpan<byte> stack, AddressSpace space, ModuleTable modules, out ReadOnlySpan<ulong> addresses);
}
