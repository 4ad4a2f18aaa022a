namespace FlameScope.Parsing;

/// <summary>
/// The constants of one type: the offset of each id in the chunk, and what it was resolved to. Ids are 64-bit numbers of the recorder; the place of an
/// id in this table, its slot, is found once per use. The multiplier of the hash is random, so that a file cannot choose ids that collide.
/// </summary>
internal sealed class JfrIdTable
{
    /// <summary>The value of an entry that was not resolved yet.</summary>
    public const int Unresolved = -1;

    // A file can define very many types, so that an empty table is small.
    private const int InitialBits = 2;

    private static readonly ulong Multiplier = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue) | 1;

    private Entry[] _entries = new Entry[1 << InitialBits];
    private int _shift = 64 - InitialBits;

    /// <summary>The number of constants.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the slot of a constant, or -1 if there is none with this id.</summary>
    public int Find(long id)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        for (int slot = Start(id); ; slot = (slot + 1) & mask)
        {
            ref Entry entry = ref entries[slot];
            if (entry.Offset == 0) return -1;
            if (entry.Id == id) return slot;
        }
    }

    /// <summary>Returns the values that constants were resolved to.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="resolved">
    /// Receives the values; a negative one for a constant that does not exist, was not resolved, or cannot be.
    /// </param>
    /// <returns><c>false</c> if a value is negative.</returns>
    public bool TryGetResolved(ReadOnlySpan<long> ids, Span<int> resolved)
    {
        Entry[] entries = _entries;
        ulong multiplier = Multiplier;
        int shift = _shift;
        int all = 0;
        resolved = resolved[..ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ref Entry entry = ref entries[(int)((ulong)ids[i] * multiplier >> shift)];
            int value = entry.Id == ids[i] && entry.Offset != 0 ? entry.Resolved : GetResolved(ids[i]);
            resolved[i] = value;
            all |= value;
        }
        return all >= 0;
    }

    /// <summary>Returns the offset of the constant in a slot from the start of the chunk.</summary>
    public int OffsetOf(int slot) => _entries[slot].Offset;

    /// <summary>The value that the constant in a slot was resolved to; <see cref="Unresolved"/> at first.</summary>
    public ref int Resolved(int slot) => ref _entries[slot].Resolved;

    /// <summary>Adds a constant, unless there is one with this id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="offset">The offset of the constant, which is not 0: a header precedes all constants.</param>
    public void Add(long id, int offset)
    {
        if (Count >= _entries.Length / 2) Grow();
        int mask = _entries.Length - 1;
        int slot = Start(id);
        while (_entries[slot].Offset != 0)
        {
            if (_entries[slot].Id == id) return;
            slot = (slot + 1) & mask;
        }
        _entries[slot] = new Entry { Id = id, Offset = offset, Resolved = Unresolved };
        Count++;
    }

    /// <summary>Returns the slots of all constants.</summary>
    public IEnumerable<int> Slots()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Offset != 0) yield return i;
        }
    }

    private int GetResolved(long id)
    {
        int slot = Find(id);
        return slot < 0 ? Unresolved : _entries[slot].Resolved;
    }

    private int Start(long id) => (int)((ulong)id * Multiplier >> _shift);

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        int mask = _entries.Length - 1;
        foreach (Entry entry in old)
        {
            if (entry.Offset == 0) continue;
            int slot = Start(entry.Id);
            while (_entries[slot].Offset != 0) slot = (slot + 1) & mask;
            _entries[slot] = entry;
        }
    }

    private struct Entry
    {
        public long Id;
        public int Offset;
        public int Resolved;
    }
}
