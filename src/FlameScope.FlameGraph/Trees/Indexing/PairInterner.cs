namespace FlameScope.FlameGraph;

/// <summary>
/// Gives equal pairs of ids the same index, counting from 0 in the order they first came. Open addressing, at most half full; an entry holds
/// its key, so that a look-up touches one cache line.
/// </summary>
internal sealed class PairInterner
{
    // Drawn once per process: stacks come from the recorded machine, and a file must not be able to aim at one part of the table.
    private static readonly ulong Multiplier = (ulong)Random.Shared.NextInt64() | (1UL << 63) | 1;

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
        int slot = (int)(Hash(key) >> _shift);
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

    // Both halves of the product: neighbouring ids spread over the table whatever the multiplier.
    private static ulong Hash(ulong key) => Math.BigMul(key, Multiplier, out ulong low) ^ low;

    private void Grow()
    {
        Entry[] old = _entries;
        var entries = new Entry[old.Length * 2];
        _shift--;
        foreach (Entry entry in old)
        {
            if (entry.Number == 0) continue;
            int slot = (int)(Hash(entry.Key) >> _shift);
            while (entries[slot].Number != 0) slot = (slot + 1) & (entries.Length - 1);
            entries[slot] = entry;
        }
        _entries = entries;
    }
}
