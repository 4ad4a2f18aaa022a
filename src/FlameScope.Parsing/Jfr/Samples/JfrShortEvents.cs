using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlameScope.Parsing;

/// <summary>
/// Reads events of up to 64 bytes that consist of compressed integers, as almost all samples do. The ends of all integers of an event are found at once,
/// from the highest bits of its bytes, so that decoding an integer does not wait for the length of the previous one.
/// </summary>
internal static class JfrShortEvents
{
    private const int MaximumSize = 64;

    // An integer that starts after the last byte that an event may have is read, and then refused.
    private const int Window = MaximumSize + 16;

    // Longer ones have a ninth byte without a continuation bit.
    private const int MaximumInteger = 8;

    // The size of an event and the id of its type.
    private const int MinimumSize = 2;

    /// <summary>Reads events until the buffer is full, or an event is not a short one, or is not right.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="offset">The offset of the first event.</param>
    /// <param name="rows">Receives the samples.</param>
    /// <returns>The offset of the first event that was not read.</returns>
    public static int Read(in JfrChunk chunk, int offset, JfrRows rows)
    {
        if (!chunk.IsCompressed) return offset;
        ReadOnlySpan<byte> bytes = chunk.Bytes;
        JfrMetadata metadata = chunk.Metadata;
        Span<long> allSlots = rows.FreeSlots;
        Span<long> slots = allSlots;
        while (slots.Length >= JfrSlots.EventCount && bytes.Length - offset >= Window)
        {
            ref readonly byte start = ref MemoryMarshal.GetReference(bytes[offset..]);
            ulong continuations = ContinuationsOf(in start);
            ulong ends = ~continuations;
            int sizeEnd = BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
            int typeEnd = BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
            if (typeEnd - sizeEnd > MaximumInteger || sizeEnd >= MaximumInteger) break;
            long size = sizeEnd == 0 ? start : Decode(in start, 0, sizeEnd);
            if (size < MinimumSize || size > bytes.Length - offset || metadata.Find(Decode(in start, sizeEnd + 1, typeEnd)) is not { } type) break;
            if (type.IsRead)
            {
                if (type.Samples is not { ShortFields: { } fields } samples || size > MaximumSize) break;
                ulong withinEvent = ulong.MaxValue >> (MaximumSize - (int)size);
                if (HasLongInteger(continuations & withinEvent)) break;
                if (ReadFields(in start, typeEnd + 1, ends & withinEvent, fields, slots) > size) break;
                rows.Add(samples.Index, offset);
                slots = slots[JfrSlots.EventCount..];
            }
            offset += (int)size;
        }
        JoinGroups(allSlots[..^slots.Length]);
        return offset;
    }

    // Returns the end of the last field; more than the size of the event if fields are missing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadFields(ref readonly byte first, int start, ulong ends, byte[] fields, Span<long> slots)
    {
        slots = slots[..JfrSlots.EventCount];
        foreach (byte slot in fields)
        {
            int end = BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
            slots[slot] = (long)GroupsOf(in first, start, end);
            start = end + 1;
        }
        return start;
    }

    // Bit i is the highest bit of byte i, which says that the integer has another byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ContinuationsOf(ref readonly byte start)
    {
        uint first = Vector256.LoadUnsafe(in start).ExtractMostSignificantBits();
        uint second = Vector256.LoadUnsafe(in start, (nuint)Vector256<byte>.Count).ExtractMostSignificantBits();
        return first | ((ulong)second << Vector256<byte>.Count);
    }

    // Eight continuation bits in succession.
    private static bool HasLongInteger(ulong continuations)
    {
        continuations &= continuations >> 1;
        continuations &= continuations >> 2;
        continuations &= continuations >> 4;
        return continuations != 0;
    }

    // Returns the groups of seven bits of an integer, a byte each. The integer ends in the first 64 bytes, or has no end if that is 64. The caller
    // checked that a window of bytes is there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong GroupsOf(ref readonly byte first, int start, int end)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in first), start), sizeof(ulong));
        int missing = MaximumInteger - 1 - (end - start);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) & (0x7f7f_7f7f_7f7f_7f7fUL >> (missing * 8));
    }

    private static long Decode(ref readonly byte first, int start, int end)
    {
        ulong value = GroupsOf(in first, start, end);
        value = (value & 0x007f_007f_007f_007f) | ((value & 0x7f00_7f00_7f00_7f00) >> 1);
        value = (value & 0x0000_3fff_0000_3fff) | ((value & 0x3fff_0000_3fff_0000) >> 2);
        return (long)((value & 0x0fff_ffff) | ((value & 0x0fff_ffff_0000_0000) >> 4));
    }

    // Decodes the integers of all rows, four at a time.
    private static void JoinGroups(Span<long> slots)
    {
        foreach (ref Vector256<ulong> value in MemoryMarshal.Cast<long, Vector256<ulong>>(slots))
        {
            Vector256<ulong> pairs = (value & Vector256.Create(0x007f_007f_007f_007fUL)) | ((value & Vector256.Create(0x7f00_7f00_7f00_7f00UL)) >> 1);
            Vector256<ulong> fours = (pairs & Vector256.Create(0x0000_3fff_0000_3fffUL)) | ((pairs & Vector256.Create(0x3fff_0000_3fff_0000UL)) >> 2);
            value = (fours & Vector256.Create(0x0fff_ffffUL)) | ((fours & Vector256.Create(0x0fff_ffff_0000_0000UL)) >> 4);
        }
    }
}
