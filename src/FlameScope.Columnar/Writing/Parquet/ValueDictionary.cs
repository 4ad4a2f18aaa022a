using System.Numerics;
using System.Security.Cryptography;

namespace FlameScope.Columnar;

/// <summary>The distinct values of a column, the most frequent first, and the index of each value.</summary>
internal sealed class ValueDictionary
{
    // Values come from recordings, which must not be able to choose those that collide.
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private ValueDictionary(long[] values, int[] indexes)
    {
        Values = values;
        Indexes = indexes;
    }

    public long[] Values { get; }

    public int[] Indexes { get; }

    /// <summary>
    /// The number of bits of an index, of which whole numbers fit in a byte or which are whole bytes: the compression that follows works by bytes, and frequent
    /// values have small indexes, so that 13 bits as 16 compress to fewer bytes than 13 bits do.
    /// </summary>
    public int IndexWidth => Values.Length == 1 ? 0 : (BitOperations.Log2((uint)Values.Length - 1) + 1) switch
    {
        1 => 1,
        2 => 2,
        <= 4 => 4,
        var bits => (bits + 7) / 8 * 8,
    };

    /// <summary>Returns the dictionary of a column; <c>null</c> if it would have more values than a maximum.</summary>
    public static ValueDictionary? TryCreate(ReadOnlySpan<long> column, int maximum)
    {
        int[] indexes = new int[column.Length];
        if (column.IsEmpty || column.IndexOfAnyExcept(column[0]) < 0) return new ValueDictionary(column.IsEmpty ? [0] : [column[0]], indexes);
        var values = new List<long>();
        var counts = new List<int>();
        int[] slots = new int[1024];
        for (int i = 0; i < column.Length; i++)
        {
            int slot = Find(slots, values, column[i]);
            if (slots[slot] == 0)
            {
                if (values.Count == maximum) return null;
                values.Add(column[i]);
                counts.Add(0);
                slots[slot] = values.Count;
                if (values.Count * 2 > slots.Length)
                {
                    slots = new int[slots.Length * 4];
                    for (int index = 0; index < values.Count; index++) slots[Find(slots, values, values[index])] = index + 1;
                    slot = Find(slots, values, column[i]);
                }
            }
            indexes[i] = slots[slot] - 1;
            counts[indexes[i]]++;
        }
        // By frequency, and then by value, so that equal columns give equal bytes.
        int[] order = [.. Enumerable.Range(0, values.Count).OrderByDescending(index => counts[index]).ThenBy(index => values[index])];
        int[] places = new int[order.Length];
        for (int i = 0; i < order.Length; i++) places[order[i]] = i;
        for (int i = 0; i < indexes.Length; i++) indexes[i] = places[indexes[i]];
        return new ValueDictionary(Array.ConvertAll(order, index => values[index]), indexes);
    }

    // The slot of a value, or the free one where it belongs. Slots contain the index plus 1.
    private static int Find(int[] slots, List<long> values, long value)
    {
        ulong hash = ((ulong)value ^ Seed) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
        int mask = slots.Length - 1, slot = (int)(hash >> 33) & mask;
        while (slots[slot] is not 0 and var index && values[index - 1] != value) slot = (slot + 1) & mask;
        return slot;
    }
}
