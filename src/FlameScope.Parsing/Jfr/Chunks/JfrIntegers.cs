using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlameScope.Parsing;

/// <summary>
/// Decodes compressed integers of up to 8 bytes many at a time. The ends of all integers in 64 bytes are found at once, from the highest bits of the bytes,
/// so that decoding an integer does not wait for the length of the previous one.
/// </summary>
internal static class JfrIntegers
{
    /// <summary>The number of bytes in which the ends of integers are found at once.</summary>
    public const int WindowLength = 64;

    /// <summary>The number of bytes that have to be there: an integer that starts after the last byte of a window may be decoded.</summary>
    public const int NeededBytes = WindowLength + 16;

    /// <summary>The maximum number of bytes of an integer. Longer ones have a ninth byte without a continuation bit.</summary>
    public const int MaximumLength = 8;

    /// <summary>Returns the highest bits of 64 bytes, which say that an integer has another byte. Bit i is that of byte i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ContinuationsOf(ref readonly byte start)
    {
        uint first = Vector256.LoadUnsafe(in start).ExtractMostSignificantBits();
        uint second = Vector256.LoadUnsafe(in start, (nuint)Vector256<byte>.Count).ExtractMostSignificantBits();
        return first | ((ulong)second << Vector256<byte>.Count);
    }

    /// <summary>Indicates whether one of the integers is too long.</summary>
    public static bool HasLong(ulong continuations)
    {
        continuations &= continuations >> 1;
        continuations &= continuations >> 2;
        continuations &= continuations >> 4;
        return continuations != 0;
    }

    /// <summary>Returns the groups of seven bits of an integer, a byte each.</summary>
    /// <param name="window">The first byte of the window.</param>
    /// <param name="before">The byte before the integer: the last one of the previous integer, -1, or at most <see cref="WindowLength"/>.</param>
    /// <param name="end">The last byte of the integer, at most <see cref="MaximumLength"/> after the byte before it. The groups of others mean nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong GroupsOf(ref readonly byte window, int before, int end) =>
        BytesOf(in window, before + 1) & (0x7f7f_7f7f_7f7f_7f7fUL >> ((before - end) * 8)); // modulo 64: the bits that are missing to eight bytes

    /// <summary>Returns eight bytes.</summary>
    /// <param name="window">The first byte of the window.</param>
    /// <param name="start">The first of the bytes, at most <see cref="WindowLength"/> + 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BytesOf(ref readonly byte window, int start)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in window), start), sizeof(ulong));
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Returns the number of bytes of an integer; more than <see cref="MaximumLength"/> if it is too long.</summary>
    /// <param name="window">The first byte of the window.</param>
    /// <param name="start">The first byte of the integer, at most <see cref="WindowLength"/> + 1.</param>
    public static int LengthOf(ref readonly byte window, int start) => (BitOperations.TrailingZeroCount(~BytesOf(in window, start) & 0x8080_8080_8080_8080) / 8) + 1;

    /// <summary>Returns an integer of a window.</summary>
    /// <param name="window">The first byte of the window.</param>
    /// <param name="start">The first byte of the integer, at most <see cref="WindowLength"/> + 1.</param>
    /// <param name="length">Its number of bytes, at most <see cref="MaximumLength"/>.</param>
    public static long Decode(ref readonly byte window, int start, int length) => Join(GroupsOf(in window, start - 1, start - 1 + length));

    /// <summary>Converts groups of seven bits to an integer.</summary>
    public static long Join(ulong groups)
    {
        groups = (groups & 0x007f_007f_007f_007f) | ((groups & 0x7f00_7f00_7f00_7f00) >> 1);
        groups = (groups & 0x0000_3fff_0000_3fff) | ((groups & 0x3fff_0000_3fff_0000) >> 2);
        return (long)((groups & 0x0fff_ffff) | ((groups & 0x0fff_ffff_0000_0000) >> 4));
    }

    /// <summary>Converts groups of seven bits to integers, four at a time.</summary>
    /// <param name="values">The groups of integers. Their number is a multiple of four.</param>
    public static void JoinGroups(Span<long> values)
    {
        foreach (ref Vector256<ulong> value in MemoryMarshal.Cast<long, Vector256<ulong>>(values))
        {
            Vector256<ulong> pairs = (value & Vector256.Create(0x007f_007f_007f_007fUL)) | ((value & Vector256.Create(0x7f00_7f00_7f00_7f00UL)) >> 1);
            Vector256<ulong> fours = (pairs & Vector256.Create(0x0000_3fff_0000_3fffUL)) | ((pairs & Vector256.Create(0x3fff_0000_3fff_0000UL)) >> 2);
            value = (fours & Vector256.Create(0x0fff_ffffUL)) | ((fours & Vector256.Create(0x0fff_ffff_0000_0000UL)) >> 4);
        }
    }

    /// <summary>Moves over integers.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">The position of the first integer; receives that of the first one that was not skipped.</param>
    /// <param name="count">The number of integers.</param>
    /// <returns>The number of integers that were not skipped, because one of them is too long or because too few bytes follow.</returns>
    public static long Skip(ReadOnlySpan<byte> bytes, ref int position, long count)
    {
        while (count > 0 && bytes.Length - position >= NeededBytes)
        {
            ulong continuations = ContinuationsOf(in MemoryMarshal.GetReference(bytes[position..]));
            ulong ends = ~continuations;
            if (HasLong(continuations)) break;
            int found = BitOperations.PopCount(ends);
            for (; found > count; found--) ends ^= 1UL << BitOperations.Log2(ends);
            position += BitOperations.Log2(ends) + 1;
            count -= found;
        }
        return count;
    }

    /// <summary>Reads integers.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">The position of the first integer; receives that of the first one that was not read.</param>
    /// <param name="values">Receives the integers. The length is a multiple of four, of which the last ones need not be used.</param>
    /// <param name="count">The number of integers.</param>
    /// <returns>The number of integers that were read. The others are too long, or too few bytes follow.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, ref int position, Span<long> values, int count)
    {
        int read = 0;
        Span<long> target = values[..count];
        while (read < target.Length && bytes.Length - position >= NeededBytes)
        {
            ref readonly byte window = ref MemoryMarshal.GetReference(bytes[position..]);
            ulong continuations = ContinuationsOf(in window);
            if (HasLong(continuations)) break;
            int last = -1;
            for (ulong ends = ~continuations; ends != 0 && read < target.Length; ends &= ends - 1)
            {
                int end = BitOperations.TrailingZeroCount(ends);
                target[read++] = (long)GroupsOf(in window, last, end);
                last = end;
            }
            position += last + 1;
        }
        JoinGroups(values[..((read + 3) & ~3)]);
        return read;
    }
}
