using System.Security.Cryptography;

namespace FlameScope.Columnar;

/// <summary>A context, or a group of them, and a stack, of which samples are counted.</summary>
internal readonly record struct PairKey(long Context, long Stack)
{
    // Ids come from files, which must not be able to choose those that collide.
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Compares keys. Ids are hashes already, so one multiplication mixes them enough.</summary>
    public static IEqualityComparer<PairKey> Comparer { get; } = new KeyComparer();

    private sealed class KeyComparer : IEqualityComparer<PairKey>
    {
        public bool Equals(PairKey a, PairKey b) => a.Context == b.Context && a.Stack == b.Stack;

        public int GetHashCode(PairKey key)
        {
            ulong high = Math.BigMul((ulong)key.Stack ^ Seed, ((ulong)key.Context * 0x9E3779B97F4A7C15) ^ ~Seed, out ulong low);
            return (int)((high ^ low) >> 17);
        }
    }
}
