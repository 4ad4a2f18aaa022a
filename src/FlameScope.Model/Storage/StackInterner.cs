namespace FlameScope.Model;

/// <summary>
/// Assigns ids to distinct (parent, frame) pairs. The invariant: a stack whose id is that of its parent plus 1 is found by its index; every other
/// stack is in the hash table.
/// </summary>
/// <remarks>
/// Ids are assigned in order of first use, so the new stacks of a path get consecutive ids, and only the first of them is added to the table. In
/// recordings three of four steps lead to the next id, in memory that the previous step has loaded, and the table, with a fifth of all stacks, is
/// small enough for the cache.
/// </remarks>
internal sealed class StackInterner
{
    private ulong[] _keys = new ulong[32]; // By id; longer than the number of stacks, and 0 after the last.
    private int _count = 1; // The empty stack, whose key is 0.
    private Entry[] _entries = new Entry[32];
    private int _entryCount;
    private int _shift = 64 - 5;

    // 16 bytes: four per cache line. Id 0 marks a free entry.
    private struct Entry
    {
        public ulong Key;
        public int Id;
    }

    public int Count => _count;

    public StackId GetOrAdd(StackId parent, FrameId frame)
    {
        ulong key = Key(parent, frame);
        int next = parent.Value + 1;
        if (_keys[next] == key) return new StackId(next);
        return next == _count ? Append(key) : GetOrAddBranch(key);
    }

    /// <summary>Loads what <see cref="GetOrAdd"/> reads, while other work is done.</summary>
    public void PrefetchEntry(StackId parent, FrameId frame)
    {
        Prefetch.Read(in _keys[parent.Value + 1]);
        Prefetch.Read(in _entries[Slot(Key(parent, frame))]);
    }

    public StackTable ToTable()
    {
        StackId[] parents = GC.AllocateUninitializedArray<StackId>(_count);
        FrameId[] frames = GC.AllocateUninitializedArray<FrameId>(_count);
        ReadOnlySpan<ulong> keys = _keys.AsSpan(0, _count);
        for (int i = 0; i < keys.Length; i++)
        {
            parents[i] = new StackId((int)(keys[i] >> 32));
            frames[i] = new FrameId((int)(uint)keys[i] - 1);
        }
        return new StackTable(parents, frames);
    }

    // 0 only for the empty stack, which has no frame.
    private static ulong Key(StackId parent, FrameId frame) => ((ulong)(uint)parent.Value << 32) | (uint)(frame.Value + 1);

    private StackId GetOrAddBranch(ulong key)
    {
        Entry[] entries = _entries;
        int slot = Slot(key);
        for (; entries[slot].Id != 0; slot = (slot + 1) & (entries.Length - 1))
        {
            if (entries[slot].Key == key) return new StackId(entries[slot].Id);
        }
        StackId stack = Append(key);
        entries[slot] = new Entry { Key = key, Id = stack.Value };
        if (++_entryCount * 2 > entries.Length) Grow();
        return stack;
    }

    private StackId Append(ulong key)
    {
        int id = _count++;
        _keys[id] = key;
        if (_count == _keys.Length) Array.Resize(ref _keys, _count * 2);
        return new StackId(id);
    }

    private int Slot(ulong key) => (int)(PairHash.Of(key) >> _shift);

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        foreach (Entry entry in old)
        {
            if (entry.Id == 0) continue;
            int slot = Slot(entry.Key);
            while (_entries[slot].Id != 0) slot = (slot + 1) & (_entries.Length - 1);
            _entries[slot] = entry;
        }
    }
}
