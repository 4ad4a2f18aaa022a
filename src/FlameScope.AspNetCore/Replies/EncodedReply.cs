namespace FlameScope.AspNetCore;

/// <summary>An answer as it is sent and cached.</summary>
/// <param name="Reply">The type and the name of the file. Its body is empty.</param>
/// <param name="Encoding">The content encoding; <c>null</c> for none.</param>
/// <param name="Body">The bytes.</param>
internal sealed record EncodedReply(Reply Reply, string? Encoding, ReadOnlyMemory<byte> Body)
{
    // Keys, nodes and strings of the cache.
    private const long Overhead = 512;

    public long Bytes => Body.Length + Overhead;
}
