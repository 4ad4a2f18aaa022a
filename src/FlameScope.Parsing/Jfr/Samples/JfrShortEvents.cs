using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>
/// Reads events of up to 64 bytes that consist of compressed integers, as almost all samples do; see <see cref="JfrIntegers"/>.
/// </summary>
internal static class JfrShortEvents
{
    private const int MaximumSize = JfrIntegers.WindowLength;

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
        ulong lastType = ulong.MaxValue; // as groups of seven bits; no type has this
        byte[]? fields = null;
        int typeIndex = 0;
        while (slots.Length >= JfrSlots.EventCount && bytes.Length - offset >= JfrIntegers.NeededBytes)
        {
            ref readonly byte start = ref MemoryMarshal.GetReference(bytes[offset..]);
            ulong continuations = JfrIntegers.ContinuationsOf(in start);
            ulong ends = ~continuations;
            int sizeEnd = BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
            int typeEnd = BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
            if (typeEnd - sizeEnd > JfrIntegers.MaximumLength || sizeEnd >= JfrIntegers.MaximumLength) break;
            long size = sizeEnd == 0 ? start : JfrIntegers.Decode(in start, 0, sizeEnd);
            if (size < MinimumSize || size > bytes.Length - offset) break;
            ulong typeGroups = JfrIntegers.GroupsOf(in start, sizeEnd + 1, typeEnd);
            if (typeGroups != lastType)
            {
                if (metadata.Find(JfrIntegers.Join(typeGroups)) is not { } type) break;
                fields = type.Samples?.ShortFields;
                if (type.IsRead && fields is null) break;
                typeIndex = type.Samples?.Index ?? 0;
                lastType = typeGroups;
            }
            if (fields is not null)
            {
                if (size > MaximumSize) break;
                ulong withinEvent = ulong.MaxValue >> (MaximumSize - (int)size);
                ends &= withinEvent;
                if (JfrIntegers.HasLong(continuations & withinEvent) && !TryEndLong(ref ends, typeEnd + 1, (int)size, fields)) break;
                if (ReadFields(in start, typeEnd + 1, ends, fields, slots) > size) break;
                rows.Add(typeIndex, offset);
                slots = slots[JfrSlots.EventCount..];
            }
            offset += (int)size;
        }
        JfrIntegers.JoinGroups(allSlots[..^slots.Length]);
        return offset;
    }

    // Finds the ends of all integers if some have nine bytes, such as the random ids of spans that Datadog adds. The highest bit of a ninth byte says nothing.
    // Returns false if the value of such a field is needed.
    private static bool TryEndLong(ref ulong ends, int start, int size, byte[] fields)
    {
        ulong found = ends;
        ends = 0;
        foreach (byte slot in fields)
        {
            if (start >= size) return false;
            int end = start + BitOperations.TrailingZeroCount(found >> start);
            if (end - start >= JfrIntegers.MaximumLength)
            {
                if (slot != 0) return false;
                end = start + JfrIntegers.MaximumLength;
            }
            if (end >= size) return false;
            ends |= 1UL << end;
            start = end + 1;
        }
        return true;
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
            slots[slot] = (long)JfrIntegers.GroupsOf(in first, start, end);
            start = end + 1;
        }
        return start;
    }
}
