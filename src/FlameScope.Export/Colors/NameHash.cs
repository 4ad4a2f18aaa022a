namespace FlameScope.Export;

/// <summary>
/// A hash of a name that is the same in every process, on every machine, for ever: colours come from it. FNV-1a, and a final mix, since the
/// low bits of FNV of short names lie close together.
/// </summary>
internal static class NameHash
{
    public static uint Of(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte b in name) hash = (hash ^ b) * 16777619;
        hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
        return hash ^ (hash >> 16);
    }
}
