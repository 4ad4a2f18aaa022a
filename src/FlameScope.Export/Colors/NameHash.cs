namespace FlameScope.Export;

/// <summary>
/// Computes the hash from which colors are derived. It is the same in every process and version: FNV-1a with a final mix, since the low bits of
/// FNV hashes of short names are similar.
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
