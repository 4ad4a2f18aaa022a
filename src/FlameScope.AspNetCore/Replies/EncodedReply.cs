namespace FlameScope.AspNetCore;

/// <summary>An answer as it is sent and cached.</summary>
/// <param name="ContentType">The type.</param>
/// <param name="Encoding">The content encoding; <c>null</c> for none.</param>
/// <param name="Body">The bytes.</param>
internal sealed record EncodedReply(string ContentType, string? Encoding, ReadOnlyMemory<byte> Body)
{
    // Keys, nodes and strings of the cache.
    private const long Overhead = 512;

    /// <summary>The name of the file as which a browser saves the answer; <c>null</c> to show it.</summary>
    public string? FileName { get; init; }

    /// <summary>Indicates whether the answer has no content.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The size in bytes.</summary>
    public long Bytes => Body.Length + Overhead;
}
