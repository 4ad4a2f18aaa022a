namespace FlameScope.Parsing;

internal sealed class UserUnwinder(EventTable events, PerfByteOrder order, RecordingFeatures features, SymbolFinder finder) : IUserUnwinder
{
    public bool TryUnwind(int eventIndex, ReadOnlySpan<byte> registers, ReadOnlySpan<byte> stack, AddressSpace space, ModuleTable modules, out ReadOnlySpan<ulong> addresses)
    {
        addresses = default;
        _ = (events, order, features, finder);
        return false;
    }
}
