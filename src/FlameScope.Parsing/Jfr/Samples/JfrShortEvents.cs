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
    public static int Read(in JfrChunk chunk, int offset, JfrRowBuffer rows)
    {
        if (!chunk.IsCompressed) return offset;
        ReadOnlySpan<byte> bytes = chunk.Bytes;
        int row = rows.Count;
        // The bytes of the last type's id, and a mask of their length.
        ulong typeBytes = 1;
        ulong typeMask = 0;
        int typeLength = 0;
        int typeIndex = 0;
        int[]? fields = null;
        while (row < JfrRowBuffer.Capacity && bytes.Length - offset >= JfrIntegers.NeededBytes)
        {
            ref readonly byte window = ref MemoryMarshal.GetReference(bytes[offset..]);
            long size = window;
            int header = 1;
            if (size > sbyte.MaxValue)
            {
                header = JfrIntegers.LengthOf(in window, 0);
                if (header > JfrIntegers.MaximumLength) break;
                size = JfrIntegers.Decode(in window, 0, header);
            }
            if ((JfrIntegers.BytesOf(in window, header) & typeMask) != typeBytes)
            {
                typeLength = JfrIntegers.LengthOf(in window, header);
                if (typeLength > JfrIntegers.MaximumLength) break;
                typeMask = ulong.MaxValue >> (64 - (8 * typeLength));
                typeBytes = JfrIntegers.BytesOf(in window, header) & typeMask;
                if (chunk.Metadata.Find(JfrIntegers.Decode(in window, header, typeLength)) is not { } type) break;
                fields = type.Samples?.ShortFields;
                if (type.IsRead && fields is null) break;
                typeIndex = type.Samples?.Index ?? 0;
            }
            if (fields is null)
            {
                if (size < MinimumSize || size > bytes.Length - offset) break;
            }
            else
            {
                Span<long> values = rows.Values.AsSpan(row);
                if (size > MaximumSize || !TryReadFields(in window, header + typeLength, (int)size, fields, values)) break;
                values[JfrRowBuffer.Places] = JfrRowBuffer.PlaceOf(typeIndex, offset);
                row++;
            }
            offset += (int)size;
        }
        rows.AddGroups(row);
        return offset;
    }

    // Returns false if the event ends before its last field, or a field that is needed is too long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadFields(ref readonly byte window, int start, int size, int[] fields, Span<long> values)
    {
        ulong continuations = JfrIntegers.ContinuationsOf(in window);
        ulong within = (ulong.MaxValue >> (MaximumSize - size)) & (ulong.MaxValue << start);
        ulong ends = ~continuations & within;
        if (JfrIntegers.HasLong(continuations & within)) ends = FindEnds(ends, start, size, fields);
        int last = start - 1;
        foreach (int field in fields)
        {
            int end = BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
            values[field] = (long)JfrIntegers.GroupsOf(in window, last, end);
            last = end;
        }
        return last < size;
    }

    // Returns the ends of all integers if some have nine bytes, such as the random ids of spans that Datadog adds. The highest bit of a ninth byte says
    // nothing. Returns none if the value of such a field is needed.
    private static ulong FindEnds(ulong found, int start, int size, int[] fields)
    {
        ulong ends = 0;
        foreach (int field in fields)
        {
            if (start >= size) return 0;
            int end = start + BitOperations.TrailingZeroCount(found >> start);
            if (end - start >= JfrIntegers.MaximumLength)
            {
                if (field != 0) return 0;
                end = start + JfrIntegers.MaximumLength;
            }
            if (end >= size) return 0;
            ends |= 1UL << end;
            start = end + 1;
        }
        return ends;
    }
}
