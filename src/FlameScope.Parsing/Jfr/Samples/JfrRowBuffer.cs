using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The values of samples as they are in the file, a column per slot. The columns are parts of one array, so that the decoder of short events finds the
/// place of a field by one addition.
/// </summary>
internal sealed class JfrRowBuffer
{
    // The numbers of 256 rows take 17 KiB, half of the first-level cache.
    private static readonly int Size = BufferSize.Choose(256, small: 3);

    // Groups are joined four at a time, and columns that are a multiple of 4 KiB apart would share the same lines of the cache.
    private static readonly int Stride = Size + 8;

    private readonly int[] _joined = new int[JfrSlots.EventCount];
    private int _joinedCount;

    /// <summary>The maximum number of rows.</summary>
    public static int Capacity => Size;

    /// <summary>The number of rows.</summary>
    public int Count { get; set; }

    /// <summary>
    /// The values of all slots and the places of the rows. The value of a row is at the index of the row after <see cref="StartOf"/> its slot.
    /// </summary>
    public long[] Values { get; } = new long[(JfrSlots.EventCount + 1) * Stride];

    /// <summary>Indicates whether no row can be added.</summary>
    public bool IsFull => Count == Size;

    /// <summary>The index of the place of the first row in <see cref="Values"/>; see <see cref="PlaceOf"/>.</summary>
    public static int Places => StartOf(JfrSlots.EventCount);

    /// <summary>Returns what a row stores of its event besides its values: the index of its type and its offset in the chunk.</summary>
    public static long PlaceOf(int type, int offset) => ((long)type << 32) | (uint)offset;

    /// <summary>Returns the index of a slot's first value.</summary>
    public static int StartOf(int slot) => slot * Stride;

    /// <summary>Returns the values of a slot.</summary>
    public Span<long> Column(int slot) => Values.AsSpan(StartOf(slot), Count);

    /// <summary>Returns the index of a row's type.</summary>
    public int TypeOf(int row) => (int)(Values[Places + row] >> 32);

    /// <summary>Returns the offset of a row's event in the chunk.</summary>
    public int OffsetOf(int row) => (int)Values[Places + row];

    /// <summary>Returns the first row after rows of one type.</summary>
    public int EndOfType(int row)
    {
        ReadOnlySpan<long> places = Values.AsSpan(Places, Count);
        long type = places[row] >> 32;
        do row++;
        while (row < places.Length && places[row] >> 32 == type);
        return row;
    }

    /// <summary>Adds a row.</summary>
    public void Add(int type, int offset, ReadOnlySpan<long> slots)
    {
        for (int slot = 0; slot < JfrSlots.EventCount; slot++) Values[StartOf(slot) + Count] = slots[slot];
        Values[Places + Count] = PlaceOf(type, offset);
        Count++;
    }

    /// <summary>Copies a row to an earlier place.</summary>
    public void Move(int row, int target)
    {
        for (int slot = 0; slot <= JfrSlots.EventCount; slot++) Values[StartOf(slot) + target] = Values[StartOf(slot) + row];
    }

    /// <summary>Adds rows whose values were written to <see cref="Values"/> as groups of seven bits.</summary>
    /// <param name="count">The number of all rows then.</param>
    public void AddGroups(int count)
    {
        int first = Count;
        int length = (count - first + 3) & ~3; // values after the last row are written again
        foreach (int start in _joined.AsSpan(0, _joinedCount)) JfrIntegers.JoinGroups(Values.AsSpan(start + first, length));
        Count = count;
    }

    /// <summary>Includes slots in those whose values <see cref="AddGroups"/> joins.</summary>
    /// <param name="starts">The index of each slot's first value.</param>
    public void Join(ReadOnlySpan<int> starts)
    {
        foreach (int start in starts)
        {
            if (start != 0 && !_joined.AsSpan(0, _joinedCount).Contains(start)) _joined[_joinedCount++] = start;
        }
    }

    /// <summary>Forgets the slots of <see cref="Join"/>.</summary>
    public void Clear() => _joinedCount = 0;
}
