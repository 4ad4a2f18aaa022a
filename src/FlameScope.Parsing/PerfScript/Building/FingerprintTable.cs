using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Maps fingerprints to numbers. A hash table with open addressing and linear probing, at most five eighths full.</summary>
internal sealed class FingerprintTable
{
    private static readonly int MaximumCount = BufferSize.Choose(2_500_000, small: 100); // 64 MiB
    private static readonly int InitialEntries = BufferSize.Choose(1024, small: 16);

    private Entry[] _entries = new Entry[InitialEntries];
    private int _count;

    // 16 bytes: four per cache line.
    private struct Entry
    {
        public ulong Hash;
        public uint Part;
        public int Code; // the number plus 1; 0 marks a free entry
    }

    /// <summary>Prefetches the entry that <see cref="TryGet"/> needs.</summary>
    public void PrefetchEntry(Fingerprint key) => Prefetch.Read(ref _entries[Slot(key, _entries)]);

    public bool TryGet(Fingerprint key, out int number)
    {
        Entry[] entries = _entries;
        for (int slot = Slot(key, entries); ; slot = (slot + 1) & (entries.Length - 1))
        {
            ref Entry entry = ref entries[slot];
            number = entry.Code - 1;
            if (entry.Hash == key.Hash && entry.Part == key.Part && entry.Code != 0) return true;
            if (entry.Code == 0) return false;
        }
    }

    /// <summary>Indicates whether the table is so large that it should be cleared, so that its memory is bounded for any input.</summary>
    public bool IsLarge => _count >= MaximumCount;

    /// <summary>Adds a fingerprint that <see cref="TryGet"/> did not find.</summary>
    public void Add(Fingerprint key, int number)
    {
        if (++_count * 8L > _entries.Length * 5L) Grow();
        Insert(_entries, new Entry { Hash = key.Hash, Part = key.Part, Code = number + 1 });
    }

    public void Clear()
    {
        Array.Clear(_entries);
        _count = 0;
    }

    private void Grow()
    {
        var entries = new Entry[_entries.Length * 2];
        foreach (Entry entry in _entries)
        {
            if (entry.Code != 0) Insert(entries, entry);
        }
        _entries = entries;
    }

    private static void Insert(Entry[] entries, in Entry entry)
    {
        int slot = Slot(entry.Hash, entries);
        while (entries[slot].Code != 0) slot = (slot + 1) & (entries.Length - 1);
        entries[slot] = entry;
    }

    private static int Slot(Fingerprint key, Entry[] entries) => Slot(key.Hash, entries);

    private static int Slot(ulong hash, Entry[] entries) => (int)(hash >> 32) & (entries.Length - 1); // the upper half is better mixed
}
