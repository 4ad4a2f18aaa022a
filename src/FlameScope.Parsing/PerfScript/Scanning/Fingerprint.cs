using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlameScope.Parsing;

/// <summary>
/// The key of a text in a cache: 96 bits, of which 64 are a hash of the text under random keys of the process, and 32 are taken from a part of the
/// text that distinguishes most texts.
/// </summary>
/// <remarks>
/// <para>The hash is NH (Black, Halevi, Krawczyk, Krovetz and Rogaway: UMAC, 1999). A key is added to each 32-bit word, the two words of each pair
/// are multiplied, and the products are summed; a second sum uses the keys shifted by one pair. For any two texts, both sums are equal for one
/// choice of keys in about 2^62. With a million texts that have the same 32 bits, more than any recording has, that is one process in ten million.
/// A file cannot provoke it, because the keys are random. (After 1 KiB of text the sums are folded and the keys are used again.)</para>
/// <para>Therefore the text is not stored and compared. That took one more cache miss per line, and 11 MB for a recording of 87,000 samples.</para>
/// </remarks>
internal readonly record struct Fingerprint(ulong Hash, uint Part)
{
    private const int Step = 32; // four pairs of 32-bit words
    private const int KeyedLength = 1024; // after that the keys are used again
    private const int Shift = 8; // the offset of the keys of the second sum
    private static readonly byte[] Keys = DrawKeys(KeyedLength + Step + Shift);
    private static readonly ulong FoldKey1 = DrawOddKey();
    private static readonly ulong FoldKey2 = DrawOddKey();
    private static readonly ulong JoinKey = DrawOddKey();

    /// <summary>Returns the hash of a text.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // in a large method, its loop would use the stack instead of registers
    public static ulong HashOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < Step) return HashOfShort(text);
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref byte keys = ref MemoryMarshal.GetArrayDataReference(Keys);
        Vector256<ulong> sum1 = Vector256.CreateScalar((ulong)text.Length), sum2 = default;
        nint last = text.Length - Step; // the last step may overlap the previous one
        for (nint i = 0; i < last;)
        {
            ref byte key = ref keys;
            for (nint end = Math.Min(last, i + KeyedLength); i < end; i += Step)
            {
                Add(Vector256.LoadUnsafe(ref start, (nuint)i), ref key, ref sum1, ref sum2);
                key = ref Unsafe.Add(ref key, Step);
            }
            if (i < last) (sum1, sum2) = (Vector256.CreateScalar(Fold(sum1, sum2)), default);
        }
        Add(Vector256.LoadUnsafe(ref start, (nuint)last), ref Unsafe.Add(ref keys, KeyedLength), ref sum1, ref sum2);
        return Fold(sum1, sum2);
    }

    /// <summary>
    /// Returns the hash of two texts. A constant cannot replace the key: for words that differ little, the sums differ by little times a key.
    /// </summary>
    public static ulong HashOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => (HashOf(first) * JoinKey) + HashOf(second);

    private static ulong HashOfShort(ReadOnlySpan<byte> text)
    {
        Vector256<ulong> sum1 = Vector256.CreateScalar((ulong)text.Length), sum2 = default;
        Add(ReadShort(text), ref MemoryMarshal.GetArrayDataReference(Keys), ref sum1, ref sum2);
        return Fold(sum1, sum2);
    }

    // Loads all bytes of a text that is shorter than a step, from both ends, some of them twice. Together with the length they identify the text.
    // A buffer on the stack would add a stack guard to every call of the method that this is inlined into, an eighth of the time of short samples.
    private static Vector256<byte> ReadShort(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 16) return Vector256.Create(Vector128.Create(text), Vector128.Create(text[^16..]));
        ulong first, last;
        if (text.Length >= 8) (first, last) = (MemoryMarshal.Read<ulong>(text), MemoryMarshal.Read<ulong>(text[^8..]));
        else if (text.Length >= 4) (first, last) = (MemoryMarshal.Read<uint>(text), MemoryMarshal.Read<uint>(text[^4..]));
        else if (text.Length > 0) (first, last) = ((ulong)text[0] << 8 | text[text.Length / 2], text[^1]);
        else (first, last) = (0, 0);
        return Vector256.Create(first, last, 0, 0).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<byte> text, ref byte keys, ref Vector256<ulong> sum1, ref Vector256<ulong> sum2)
    {
        sum1 += Products(text.AsUInt32() + Vector256.LoadUnsafe(ref keys).AsUInt32());
        sum2 += Products(text.AsUInt32() + Vector256.LoadUnsafe(ref keys, Shift).AsUInt32());
    }

    // The product of each pair of words.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Products(Vector256<uint> words)
    {
        Vector256<ulong> high = words.AsUInt64() >> 32;
        return Avx2.IsSupported ? Avx2.Multiply(words, high.AsUInt32()) : (words.AsUInt64() & Vector256.Create((ulong)uint.MaxValue)) * high;
    }

    private static ulong Fold(Vector256<ulong> sum1, Vector256<ulong> sum2) => (Vector256.Sum(sum1) * FoldKey1) + (Vector256.Sum(sum2) * FoldKey2);

    private static ulong DrawOddKey() => (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue) | 1;

    private static byte[] DrawKeys(int length)
    {
        byte[] keys = new byte[length];
        Random.Shared.NextBytes(keys);
        return keys;
    }
}
