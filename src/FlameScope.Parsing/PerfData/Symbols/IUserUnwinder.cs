namespace FlameScope.Parsing;

/// <summary>Finds the callers in a copy of a thread's stack.</summary>
internal interface IUserUnwinder
{
    /// <summary>Unwinds a stack.</summary>
    /// <param name="eventIndex">The event of the sample, which has the set of registers.</param>
    /// <param name="state">The registers, eight bytes each, and the bytes from the stack pointer on.</param>
    /// <param name="space">The mappings of the process.</param>
    /// <param name="modules">The modules of the mappings.</param>
    /// <param name="addresses">Receives the addresses, leaf first. They are valid until the next call.</param>
    /// <returns><c>false</c> if the stack cannot be unwound at all.</returns>
    bool TryUnwind(int eventIndex, ReadOnlySpan<byte> state, AddressSpace space, ModuleTable modules, out ReadOnlySpan<ulong> addresses);
}
