using System.Numerics;
using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>
/// Assigns indexes to distinct byte strings, from 0 in the order of first use. Open addressing with linear probing, at most half full. The hash of
/// each string is stored, so that growing reads no text.
/// </summary>
internal sealed class Utf8Interner
{
    // Random per process: names come from the recorded machine, and a file must not be able to cause collisions in one bucket.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    private readonly Utf8Slices _slices = new();
    private int[] _buckets = new int[32]; // index + 1; 0 is free
    private uint[] _hashes = new uint[16];

    public Utf8Slices Slices => _slices;

    public int Count => _slices.Count;

    public int GetOrAdd(ReadOnlySpan<byte> text)
    {
        uint hash = Hash(text);
        int mask = _buckets.Length - 1;
        int bucket = (int)hash & mask;
        for (int entry; (entry = _buckets[bucket]) != 0; bucket = (bucket + 1) & mask)
        {
            if (_hashes[entry - 1] == hash && _slices[entry - 1].SequenceEqual(text)) return entry - 1;
        }
        int index = _slices.Add(text);
        if (index == _hashes.Length) Grow();
        _hashes[index] = hash;
        Insert(_buckets, hash, index);
        return index;
    }

    private void Grow()
    {
        Array.Resize(ref _hashes, _hashes.Length * 2);
        var buckets = new int[_hashes.Length * 2];
        for (int index = 0; index < _hashes.Length / 2; index++) Insert(buckets, _hashes[index], index);
        _buckets = buckets;
    }

    private static void Insert(int[] buckets, uint hash, int index)
    {
        int bucket = (int)hash & (buckets.Length - 1);
        while (buckets[bucket] != 0) bucket = (bucket + 1) & (buckets.Length - 1);
        buckets[bucket] = index + 1;
    }

    // Eight bytes per step. Each step combines the high and low half of a 128-bit product.
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong hash = Seed ^ (ulong)text.Length;
        while (text.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(text));
            text = text[sizeof(ulong)..];
        }
        ulong tail = 0;
        foreach (byte b in text) tail = (tail << 8) | b;
        hash = Mix(hash ^ tail);
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value, Seed ^ 0x9E37_79B9_7F4A_7C15, out ulong low);
        return BitOperations.RotateLeft(high, 23) ^ low;
    }
}
