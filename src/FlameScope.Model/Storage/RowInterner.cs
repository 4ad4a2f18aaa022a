namespace FlameScope.Model;

/// <summary>Assigns indexes to distinct rows, from 0 in the order of first use. Open addressing with linear probing, at most half full.</summary>
/// <remarks>A dictionary and a list of these types would be compiled in every process: 60 methods, 15 ms.</remarks>
internal sealed class RowInterner<TRow>(IEqualityComparer<TRow> comparer)
    where TRow : struct
{
    private TRow[] _rows = new TRow[16];
    private int[] _hashes = new int[16];
    private int[] _buckets = new int[32]; // index + 1; 0 is free

    public int Count { get; private set; }

    public TRow this[int index] => _rows[index];

    public int GetOrAdd(TRow row)
    {
        int hash = comparer.GetHashCode(row);
        int mask = _buckets.Length - 1;
        int bucket = hash & mask;
        for (int entry; (entry = _buckets[bucket]) != 0; bucket = (bucket + 1) & mask)
        {
            if (_hashes[entry - 1] == hash && comparer.Equals(_rows[entry - 1], row)) return entry - 1;
        }
        if (Count == _rows.Length)
        {
            Grow();
            bucket = FreeBucket(hash);
        }
        _rows[Count] = row;
        _hashes[Count] = hash;
        _buckets[bucket] = ++Count;
        return Count - 1;
    }

    public TRow[] ToArray()
    {
        var rows = new TRow[Count];
        Array.Copy(_rows, rows, Count);
        return rows;
    }

    private void Grow()
    {
        var rows = new TRow[Count * 2];
        Array.Copy(_rows, rows, Count);
        _rows = rows;
        Array.Resize(ref _hashes, Count * 2);
        _buckets = new int[Count * 4];
        for (int index = 0; index < Count; index++) _buckets[FreeBucket(_hashes[index])] = index + 1;
    }

    private int FreeBucket(int hash)
    {
        int bucket = hash & (_buckets.Length - 1);
        while (_buckets[bucket] != 0) bucket = (bucket + 1) & (_buckets.Length - 1);
        return bucket;
    }
}

/// <summary>
/// Compares rows. The hash codes differ between processes, unlike those of records, so that a file cannot be made to collide in one bucket.
/// </summary>
/// <remarks>The numbers are compared instead of the records, which would use a comparer per property type.</remarks>
internal sealed class FrameComparer : IEqualityComparer<Frame>
{
    public bool Equals(Frame x, Frame y) =>
        x.Symbol.Value == y.Symbol.Value && x.Module.Value == y.Module.Value && x.Kind == y.Kind && x.IsInlined == y.IsInlined
        && x.Source.Value == y.Source.Value && x.Line == y.Line && x.Column == y.Column;

    public int GetHashCode(Frame obj)
    {
        int kind = ((int)obj.Kind << 1) | (obj.IsInlined ? 1 : 0);
        return HashCode.Combine(obj.Symbol.Value, obj.Module.Value, (kind << 24) ^ obj.Source.Value, (obj.Column << 20) ^ obj.Line);
    }
}

/// <inheritdoc cref="FrameComparer"/>
internal sealed class ThreadComparer : IEqualityComparer<ThreadInfo>
{
    public bool Equals(ThreadInfo x, ThreadInfo y) => x.Pid == y.Pid && x.Tid == y.Tid && x.Comm.Value == y.Comm.Value && x.ProcessName == y.ProcessName
        && x.Host == y.Host;

    public int GetHashCode(ThreadInfo obj) =>
        HashCode.Combine(obj.Pid ?? long.MinValue, obj.Tid ?? long.MinValue, obj.Comm.Value, obj.ProcessName?.Value ?? -1, obj.Host);
}
