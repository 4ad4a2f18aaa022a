using System.Numerics;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Remembers the stacks that follow from a stack and the next locations, eight at a time. Formats that list the locations of every sample repeat the
/// same callers over and over: one lookup here replaces eight in the stack table.
/// </summary>
/// <remarks>
/// Open addressing with linear probing, at most half full. An entry holds its key, so that a hash decides nothing. The hashes are seeded per process,
/// so that a file cannot target a slot.
/// </remarks>
internal sealed class PathCache
{
    /// <summary>The number of locations of an entry.</summary>
    public const int BlockLength = 8;

    // The locations, the stack before them, the stack after them and its number of frames.
    private const int EntryLength = BlockLength + 3;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    private int[] _entries = new int[256 * EntryLength];
    private int[] _slots = new int[512]; // entry + 1; 0 is free
    private int _count;

    /// <summary>Finds the stack after a block.</summary>
    /// <param name="stack">The stack before the block; the stack after it if the result is <c>true</c>.</param>
    /// <param name="depth">The number of frames of the stack.</param>
    /// <param name="block">The locations of the block, callers first.</param>
    public bool TryFind(ref StackId stack, ref int depth, ReadOnlySpan<int> block)
    {
        block = block[..BlockLength];
        int[] slots = _slots;
        int slot = SlotOf(stack.Value, block, slots.Length);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            ReadOnlySpan<int> entry = _entries.AsSpan((slots[slot] - 1) * EntryLength, EntryLength);
            if (entry[BlockLength] != stack.Value || !entry[..BlockLength].SequenceEqual(block)) continue;
            stack = new StackId(entry[BlockLength + 1]);
            depth = entry[BlockLength + 2];
            return true;
        }
        return false;
    }

    /// <summary>Adds a block that was not found.</summary>
    public void Add(StackId before, ReadOnlySpan<int> block, StackId after, int depth)
    {
        if ((_count + 1) * 2 > _slots.Length) Grow();
        if ((_count + 1) * EntryLength > _entries.Length) Array.Resize(ref _entries, _entries.Length * 2);
        Span<int> entry = _entries.AsSpan(_count * EntryLength, EntryLength);
        block[..BlockLength].CopyTo(entry);
        entry[BlockLength] = before.Value;
        entry[BlockLength + 1] = after.Value;
        entry[BlockLength + 2] = depth;
        Insert(++_count);
    }

    private static int SlotOf(int before, ReadOnlySpan<int> block, int length)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<int, ulong>(block);
        ulong hash = Mix(Seed ^ (uint)before, words[0]);
        hash = Mix(hash, words[1]);
        hash = Mix(hash, words[2]);
        hash = Mix(hash, words[3]);
        return (int)(hash >> 32) & (length - 1);
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        ulong high = Math.BigMul(hash ^ word, Seed ^ 0x9E37_79B9_7F4A_7C15, out ulong low);
        return BitOperations.RotateLeft(high, 23) ^ low;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int entry = 1; entry <= _count; entry++) Insert(entry);
    }

    private void Insert(int entry)
    {
        ReadOnlySpan<int> row = _entries.AsSpan((entry - 1) * EntryLength, EntryLength);
        int slot = SlotOf(row[BlockLength], row[..BlockLength], _slots.Length);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = entry;
    }
}
