namespace FlameScope.FlameGraph;

/// <summary>
/// Gives equal pairs of ids the same index, counting from 0 in the order they first came. Open addressing, at most half full; an entry holds
/// its key, so that a look-up touches one cache line.
/// </summary>
internal sealed class PairInterner
{
    // Fibonacci hashing: the multiplier spreads neighbouring ids over the table.
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    private Entry[] _entries = new Entry[1024];
    private int _shift = 64 - 10;

    // Number is the index + 1; 0 marks a free entry.
    private struct Entry
    {
        public ulong Key;
        public int Number;
    }

    public int Count { get; private set; }

    public int GetOrAdd(int first, int second)
    {
        ulong key = ((ulong)(uint)first << 32) | (uint)second;
        Entry[] entries = _entries;
        int slot = (int)((key * Multiplier) >> _shift);
        while (true)
        {
            ref Entry entry = ref entries[slot];
            if (entry.Number == 0) break;
            if (entry.Key == key) return entry.Number - 1;
            slot = (slot + 1) & (entries.Length - 1);
        }
        entries[slot] = new Entry { Key = key, Number = ++Count };
        if (Count * 2L > entries.Length) Grow();
        return Count - 1;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        var entries = new Entry[old.Length * 2];
        _shift--;
        foreach (Entry entry in old)
        {
            if (entry.Number == 0) continue;
            int slot = (int)((entry.Key * Multiplier) >> _shift);
            while (entries[slot].Number != 0) slot = (slot + 1) & (entries.Length - 1);
            entries[slot] = entry;
        }
        _entries = entries;
    }
}
