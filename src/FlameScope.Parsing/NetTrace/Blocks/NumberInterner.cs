using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Assigns indexes to distinct numbers, from 0 in the order of first use. Open addressing with linear probing, at most half full. The hash is seeded
/// per process, so that a file cannot target a bucket.
/// </summary>
internal sealed class NumberInterner
{
    private const int FirstCapacity = 16;
    private const int FirstShift = 64 - 5;

    private ulong[] _numbers = new ulong[FirstCapacity];
    private int[] _buckets = new int[FirstCapacity * 2]; // index + 1; 0 is free
    private int _shift = FirstShift;

    public int Count { get; private set; }

    public ulong this[int index] => _numbers[index];

    /// <summary>Returns the index of a number, or -1.</summary>
    public int Find(ulong number) => _buckets[Bucket(number)] - 1;

    public int GetOrAdd(ulong number)
    {
        int bucket = Bucket(number);
        if (_buckets[bucket] != 0) return _buckets[bucket] - 1;
        if (Count == _numbers.Length)
        {
            Grow();
            bucket = Bucket(number);
        }
        _numbers[Count] = number;
        _buckets[bucket] = ++Count;
        return Count - 1;
    }

    /// <summary>Removes all numbers. The memory is released, so that a file cannot make an empty table expensive to clear.</summary>
    public void Clear()
    {
        if (Count == 0) return;
        Count = 0;
        _numbers = new ulong[FirstCapacity];
        _buckets = new int[FirstCapacity * 2];
        _shift = FirstShift;
    }

    private void Grow()
    {
        Array.Resize(ref _numbers, Count * 2);
        _buckets = new int[Count * 4];
        _shift--;
        for (int index = 0; index < Count; index++) _buckets[Bucket(_numbers[index])] = index + 1;
    }

    private int Bucket(ulong number)
    {
        int mask = _buckets.Length - 1;
        int bucket = (int)(PairHash.Of(number) >> _shift);
        for (int entry; (entry = _buckets[bucket]) != 0 && _numbers[entry - 1] != number;) bucket = (bucket + 1) & mask;
        return bucket;
    }
}
