using System.Numerics;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Remembers what frame lines mean by their raw bytes, so that a line is taken apart once: real recordings repeat each line 10 to 30 times. The
/// invariant: an entry stands within <see cref="MaximumProbes"/> slots of where its hash points to, so a look-up that has seen these, or a free one
/// before, has seen all there is.
/// </summary>
/// <remarks>
/// <para>A line stands for one frame, or for several where a symbol packs inlined functions.</para>
/// <para>The hash looks at the length, the address and the line's end only; the text decides. Lines made to collide cost no more than those looks:
/// what finds no slot is not remembered. Text and entries are dropped when they reach <see cref="MaximumChunks"/>, so the cache stays bounded
/// whatever comes; the ids it gives do not depend on it.</para>
/// <para>The text lies in chunks that never move: growing copies none of it. A line does not straddle them.</para>
/// </remarks>
internal sealed class FrameLineCache
{
    private const int MaximumProbes = 16;
#if DEBUG
    private const int ChunkBits = 10;
    private const int MaximumChunks = 4;
    private const int MaximumLineLength = 512;
    private const int InitialEntries = 16;
#else
    private const int ChunkBits = 17;
    private const int MaximumChunks = 512; // 64 MiB
    private const int MaximumLineLength = 16 * 1024;
    private const int InitialEntries = 1024;
#endif
    private const int ChunkLength = 1 << ChunkBits;

    private Entry[] _entries = new Entry[InitialEntries];
    private int _count;
    private readonly byte[]?[] _chunks = new byte[MaximumChunks][];
    private int _textEnd;
    private readonly List<FrameId[]> _runs = []; // of lines with several frames

    // 16 bytes: four to a cache line.
    private struct Entry
    {
        public uint Hash;
        public int TextStart; // the chunk, and below it the place in the chunk
        public int TextLength; // 0 marks a free entry
        public int Frame; // the frame's id, or the complement of an index into the runs
    }

    /// <summary>Asks ahead for a line's entry.</summary>
    /// <param name="line">The line without its end; at least 24 bytes.</param>
    /// <returns>The line's hash.</returns>
    public uint PrefetchEntry(ReadOnlySpan<byte> line)
    {
        uint hash = Hash(line);
        Prefetch.Read(ref _entries[(int)hash & (_entries.Length - 1)]);
        return hash;
    }

    /// <summary>Asks ahead for the text that a line is likely to be compared with.</summary>
    public void PrefetchText(uint hash)
    {
        Entry entry = _entries[(int)hash & (_entries.Length - 1)];
        if (entry.Hash != hash || entry.TextLength == 0) return;
        ReadOnlySpan<byte> text = GetText(entry);
        Prefetch.Read(in text[0]);
        Prefetch.Read(in text[text.Length / 2]);
        Prefetch.Read(in text[^1]);
    }

    /// <summary>Appends the frames of a line, leaf first, if it is remembered.</summary>
    public bool TryAppend(ReadOnlySpan<byte> line, uint hash, FramePath path)
    {
        Entry[] entries = _entries;
        int slot = (int)hash & (entries.Length - 1);
        for (int probe = 0; probe < MaximumProbes; probe++)
        {
            ref Entry entry = ref entries[slot];
            if (entry.TextLength == 0) break;
            if (entry.Hash == hash && entry.TextLength == line.Length && line.SequenceEqual(GetText(entry)))
            {
                if (entry.Frame >= 0) path.Add(new FrameId(entry.Frame));
                else foreach (FrameId frame in _runs[~entry.Frame]) path.Add(frame);
                return true;
            }
            slot = (slot + 1) & (entries.Length - 1);
        }
        return false;
    }

    /// <summary>Remembers a line that <see cref="TryAppend"/> did not find.</summary>
    public void Add(ReadOnlySpan<byte> line, uint hash, ReadOnlySpan<FrameId> frames)
    {
        if (line.Length > MaximumLineLength) return;
        int start = _textEnd;
        if ((start & (ChunkLength - 1)) + line.Length > ChunkLength) start = (start | (ChunkLength - 1)) + 1;
        if (start >> ChunkBits == MaximumChunks)
        {
            Clear();
            start = 0;
        }
        byte[] chunk = _chunks[start >> ChunkBits] ??= GC.AllocateUninitializedArray<byte>(ChunkLength);
        line.CopyTo(chunk.AsSpan(start & (ChunkLength - 1)));
        _textEnd = start + line.Length;
        int frame = frames[0].Value;
        if (frames.Length > 1)
        {
            frame = ~_runs.Count;
            _runs.Add(frames.ToArray());
        }
        Insert(_entries, new Entry { Hash = hash, TextStart = start, TextLength = line.Length, Frame = frame });
        if (++_count * 2 > _entries.Length) Grow();
    }

    private void Clear()
    {
        Array.Clear(_entries);
        _runs.Clear();
        _count = 0;
    }

    private ReadOnlySpan<byte> GetText(in Entry entry) =>
        _chunks[entry.TextStart >> ChunkBits].AsSpan(entry.TextStart & (ChunkLength - 1), entry.TextLength);

    private void Grow()
    {
        var entries = new Entry[_entries.Length * 2];
        foreach (Entry entry in _entries)
        {
            if (entry.TextLength != 0) Insert(entries, entry);
        }
        _entries = entries;
    }

    private static void Insert(Entry[] entries, in Entry entry)
    {
        int slot = (int)entry.Hash & (entries.Length - 1);
        for (int probe = 0; probe < MaximumProbes; probe++)
        {
            if (entries[slot].TextLength == 0)
            {
                entries[slot] = entry;
                return;
            }
            slot = (slot + 1) & (entries.Length - 1);
        }
    }

    // The address stands in columns 1 to 17 of "\t%16lx"; the last bytes tell modules apart.
    private static uint Hash(ReadOnlySpan<byte> line)
    {
        ulong high = MemoryMarshal.Read<ulong>(line[1..]);
        ulong low = MemoryMarshal.Read<ulong>(line[9..]);
        ulong end = MemoryMarshal.Read<ulong>(line[^8..]);
        ulong hash = (low ^ BitOperations.RotateLeft(high, 29)) * 0x9E37_79B9_7F4A_7C15;
        hash = (hash ^ BitOperations.RotateLeft(end, 17) ^ (uint)line.Length) * 0xC2B2_AE3D_27D4_EB4F;
        return (uint)(hash >> 32);
    }
}
