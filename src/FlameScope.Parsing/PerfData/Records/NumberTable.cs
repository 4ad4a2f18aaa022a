using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Maps 64-bit numbers to indexes from 0. Open addressing with linear probing, at most half full; the hash is seeded per process.</summary>
internal sealed class NumberTable
{
    private Entry[] _entries = new Entry[16];
    private int _shift = 64 - 4;

    private struct Entry
    {
        public ulong Key;
        public int Code; // the value plus 1; 0 marks a free entry
    }

    public int Count { get; private set; }

    public bool TryGet(ulong key, out int value)
    {
        value = Find(key).Code - 1;
        return value >= 0;
    }

    /// <summary>Adds a key or replaces its value, which is not negative.</summary>
    public void Set(ulong key, int value)
    {
        ref Entry entry = ref Find(key);
        bool isNew = entry.Code == 0;
        entry.Key = key;
        entry.Code = value + 1;
        if (isNew && ++Count * 2 > _entries.Length) Grow();
    }

    public void Clear()
    {
        Array.Clear(_entries);
        Count = 0;
    }

    private ref Entry Find(ulong key)
    {
        Entry[] entries = _entries;
        int slot = (int)(PairHash.Of(key) >> _shift);
        while (entries[slot].Code != 0 && entries[slot].Key != key) slot = (slot + 1) & (entries.Length - 1);
        return ref entries[slot];
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        foreach (Entry entry in old)
        {
            if (entry.Code != 0) Find(entry.Key) = entry;
        }
    }
}
