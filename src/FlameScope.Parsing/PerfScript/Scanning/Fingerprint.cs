using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlameScope.Parsing;

/// <summary>
/// Stands for a text in look-ups: 96 bits, of which 64 are a hash of the whole text under keys drawn once per process, and 32 are drawn from
/// a part of it that tells most texts apart without any hash.
/// </summary>
/// <remarks>
/// <para>The hash is NH (Black, Halevi, Krawczyk, Krovetz and Rogaway: UMAC, 1999): of all pairs of 32-bit words the product of the two, each with a key of its
/// own added, summed up; and a second sum with the keys shifted by a pair. For any two texts one choice of keys in about 2^62 makes both sums
/// the same. With a million texts that have the same 32 bits, more than any recording has, that is one process in ten million; and a file cannot aim
/// at it, as it does not know the keys. (Beyond 1 KiB of text the keys are used again, upon what has been folded.)</para>
/// <para>So the text itself need not be kept and compared: that was one cache miss a line more, and 11 MB in a recording of 87,000 samples.</para>
/// </remarks>
internal readonly record struct Fingerprint(ulong Hash, uint Part)
{
    private const int Step = 32; // four pairs of 32-bit words
    private const int KeyedLength = 1024; // then the keys are used again
    private const int Shift = 8; // the second sum has the keys from here on
    private static readonly byte[] Keys = DrawKeys(KeyedLength + Step + Shift);
    private static readonly ulong FoldKey1 = DrawOddKey();
    private static readonly ulong FoldKey2 = DrawOddKey();
    private static readonly ulong JoinKey = DrawOddKey();

    /// <summary>The hash of a text.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // in a large method its loop would work on the stack instead of registers
    public static ulong HashOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < Step) return HashOfShort(text);
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref byte keys = ref MemoryMarshal.GetArrayDataReference(Keys);
        Vector256<ulong> sum1 = Vector256.CreateScalar((ulong)text.Length), sum2 = default;
        nint last = text.Length - Step; // the last step may overlap the one before
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

    /// <summary>The hash of two texts. No constant will do in place of the key: sums of products whose words differ by little differ by little times a key.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => (HashOf(first) * JoinKey) + HashOf(second);

    private static ulong HashOfShort(ReadOnlySpan<byte> text)
    {
        Vector256<ulong> sum1 = Vector256.CreateScalar((ulong)text.Length), sum2 = default;
        Add(ReadShort(text), ref MemoryMarshal.GetArrayDataReference(Keys), ref sum1, ref sum2);
        return Fold(sum1, sum2);
    }

    // All bytes of a text shorter than a step, from both ends; some of them twice. Together with the length it is no other text's. A buffer on the stack would have the
    // runtime guard every call of the method that this ends up in: that took an eighth of the time that short samples take.
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

    // Of each pair of words.
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
