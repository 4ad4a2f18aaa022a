using System.Buffers.Binary;

namespace FlameScope.Columnar;

/// <summary>The hash of a row.</summary>
/// <param name="Id">The first 8 bytes, which are the id.</param>
/// <param name="Check">The next 8 bytes, which differ for two rows with one id.</param>
internal readonly record struct ContentHash(long Id, long Check)
{
    public static ContentHash Of(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(hash) is var id and not 0 ? id : 1, BinaryPrimitives.ReadInt64LittleEndian(hash[sizeof(long)..]));
}
