namespace FlameScope.Parsing;

/// <summary>A range of addresses that a module is mapped to.</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The address after the last one.</param>
/// <param name="Offset">The offset in the file of the first address; the first address itself where addresses are not relative to a file.</param>
/// <param name="Module">The module.</param>
internal readonly record struct Mapping(ulong Start, ulong End, ulong Offset, int Module)
{
    /// <summary>Returns the offset in the file of an address.</summary>
    public ulong ToOffset(ulong address) => unchecked(address - Start + Offset);

    /// <summary>Returns the part of the mapping from an address on.</summary>
    public Mapping From(ulong address) => this with { Start = address, Offset = ToOffset(address) };
}
