namespace FlameScope.Model;

/// <summary>
/// Gives equal (parent, frame) pairs the same stack. Open addressing; an entry holds its key, so that a look-up touches one cache line.
/// </summary>
/// <remarks>
/// A stack's place in the table follows from the hash of its whole path, and that from the parent's hash and the frame alone. So the places of
/// all stacks of a path are known before the first has been looked up, and are fetched together; by ids each look-up would wait for the one
/// before it.
/// </remarks>
internal sealed class StackInterner
{
    // Drawn once per process: stacks come from the recorded machine, and a file must not be able to aim at one part of the table. With a known
    // multiplier, 100,000 chosen stacks took 18 s instead of 45 ms.
    private static readonly ulong Multiplier = (ulong)Random.Shared.NextInt64() | (1UL << 63) | 1;

    // Enough look-ups under way at once to hide the memory; more would push one another out of the processor's buffers.
    private const int Batch = 32;

    private Entry[] _entries = new Entry[64];
    private int _shift = 64 - 6;
    private StackId[] _parents = new StackId[32];
    private FrameId[] _frames = new FrameId[32];
    private ulong[] _hashes = new ulong[32];
    private int _count = 1;

    public StackInterner()
    {
        _frames[0] = new FrameId(-1);
        _hashes[0] = Multiplier;
    }

    // Id 0 marks a free entry: the empty stack is never looked up.
    private struct Entry
    {
        public StackId Parent;
        public FrameId Frame;
        public int Id;
    }

    public int Count => _count;

    /// <summary>For each stack the one it was called from.</summary>
    public ReadOnlySpan<StackId> Parents => _parents.AsSpan(0, _count);

    /// <summary>For each stack its leaf frame.</summary>
    public ReadOnlySpan<FrameId> Frames => _frames.AsSpan(0, _count);

    public StackId GetOrAdd(StackId parent, FrameId frame) => GetOrAdd(parent, frame, Hash(_hashes[parent.Value], frame));

    /// <summary>Interns the stacks of a path.</summary>
    /// <param name="parent">The stack the path goes on from.</param>
    /// <param name="frames">The frames, callers first.</param>
    /// <param name="stacks">The stack that ends in each frame.</param>
    public void GetOrAdd(StackId parent, ReadOnlySpan<FrameId> frames, Span<StackId> stacks)
    {
        Span<ulong> hashes = stackalloc ulong[Batch];
        ulong hash = _hashes[parent.Value];
        for (int start = 0; start < frames.Length; start += Batch)
        {
            ReadOnlySpan<FrameId> batch = frames.Slice(start, Math.Min(Batch, frames.Length - start));
            for (int i = 0; i < batch.Length; i++)
            {
                hash = Hash(hash, batch[i]);
                hashes[i] = hash;
                Prefetch.Read(ref _entries[(int)(hash >> _shift)]);
            }
            for (int i = 0; i < batch.Length; i++) stacks[start + i] = parent = GetOrAdd(parent, batch[i], hashes[i]);
        }
    }

    /// <summary>Interns stacks of another table, whose ids and frames' ids are those of that table.</summary>
    /// <param name="parents">For each stack the one it was called from, which comes before it.</param>
    /// <param name="frames">For each stack its leaf frame.</param>
    /// <param name="frameIds">For each of the other table's frames the frame here.</param>
    /// <param name="stackIds">For each of the other table's stacks the stack here; these come last, and are filled in.</param>
    public void GetOrAdd(ReadOnlySpan<StackId> parents, ReadOnlySpan<FrameId> frames, ReadOnlySpan<int> frameIds, Span<int> stackIds)
    {
        // As above: the places of a batch of stacks are asked for before the first is looked up. A parent may be in the batch itself.
        Span<ulong> hashes = stackalloc ulong[Batch];
        int before = stackIds.Length - parents.Length;
        for (int start = 0; start < parents.Length; start += Batch)
        {
            int length = Math.Min(Batch, parents.Length - start);
            for (int i = 0; i < length; i++)
            {
                int parent = parents[start + i].Value;
                int inBatch = parent - before - start;
                ulong hash = inBatch >= 0 ? hashes[inBatch] : _hashes[stackIds[parent]];
                hashes[i] = Hash(hash, new FrameId(frameIds[frames[start + i].Value]));
                Prefetch.Read(ref _entries[(int)(hashes[i] >> _shift)]);
            }
            for (int i = 0; i < length; i++)
            {
                var parent = new StackId(stackIds[parents[start + i].Value]);
                var frame = new FrameId(frameIds[frames[start + i].Value]);
                stackIds[before + start + i] = GetOrAdd(parent, frame, hashes[i]).Value;
            }
        }
    }

    public StackTable ToTable() => new(Parents.ToArray(), Frames.ToArray());

    private StackId GetOrAdd(StackId parent, FrameId frame, ulong hash)
    {
        Entry[] entries = _entries;
        int slot = (int)(hash >> _shift);
        while (true)
        {
            ref Entry entry = ref entries[slot];
            if (entry.Id == 0) return Add(parent, frame, hash, slot);
            if (entry.Parent == parent && entry.Frame == frame) return new StackId(entry.Id);
            slot = (slot + 1) & (entries.Length - 1);
        }
    }

    private StackId Add(StackId parent, FrameId frame, ulong hash, int slot)
    {
        int id = _count++;
        _entries[slot] = new Entry { Parent = parent, Frame = frame, Id = id };
        if (id == _parents.Length)
        {
            Array.Resize(ref _parents, id * 2);
            Array.Resize(ref _frames, id * 2);
            Array.Resize(ref _hashes, id * 2);
        }
        _parents[id] = parent;
        _frames[id] = frame;
        _hashes[id] = hash;
        if (_count * 2 > _entries.Length) Grow();
        return new StackId(id);
    }

    // Both halves of the product: neighbouring ids spread over the table whatever the multiplier.
    private static ulong Hash(ulong parent, FrameId frame) => Math.BigMul(parent + (uint)frame.Value, Multiplier, out ulong low) ^ low;

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        foreach (Entry entry in old)
        {
            if (entry.Id == 0) continue;
            int slot = (int)(_hashes[entry.Id] >> _shift);
            while (_entries[slot].Id != 0) slot = (slot + 1) & (_entries.Length - 1);
            _entries[slot] = entry;
        }
    }
}
