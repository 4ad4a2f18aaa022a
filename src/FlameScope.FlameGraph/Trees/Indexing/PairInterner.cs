using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Assigns equal pairs of ids the same index, counting from 0 in the order of first use. A hash table with open addressing, at most half full. An
/// entry contains its key, so that a look-up touches one cache line.
/// </summary>
internal sealed class PairInterner
{
    private Entry[] _entries = new Entry[1024];
    private int _shift = 64 - 10;

    // Number is the index + 1; 0 for an unused entry.
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
        int slot = (int)(PairHash.Of(key) >> _shift);
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
            int slot = (int)(PairHash.Of(entry.Key) >> _shift);
            while (entries[slot].Number != 0) slot = (slot + 1) & (entries.Length - 1);
            entries[slot] = entry;
        }
        _entries = entries;
    }
}
