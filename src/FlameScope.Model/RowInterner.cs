using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>Gives equal rows the same index, counting from 0 in the order they first came.</summary>
internal sealed class RowInterner<TRow>(IEqualityComparer<TRow> comparer)
    where TRow : struct
{
    private readonly Dictionary<TRow, int> _indexes = new(comparer);
    private readonly List<TRow> _rows = [];

    public int Count => _rows.Count;

    public int GetOrAdd(TRow row)
    {
        if (!_indexes.TryGetValue(row, out int index))
        {
            index = _rows.Count;
            _rows.Add(row);
            _indexes.Add(row, index);
        }
        return index;
    }

    public TRow[] ToArray() => [.. _rows];
}

/// <summary>
/// Compares rows with hashes that differ from process to process, which those of records do not: a file must not be able to aim at one bucket.
/// </summary>
internal sealed class FrameComparer : IEqualityComparer<Frame>
{
    public bool Equals(Frame x, Frame y) => x == y;

    public int GetHashCode(Frame obj) => HashCode.Combine(obj.Symbol.Value, obj.Module.Value, ((int)obj.Kind << 24) ^ obj.Source.Value);
}

/// <inheritdoc cref="FrameComparer"/>
internal sealed class ThreadComparer : IEqualityComparer<ThreadInfo>
{
    public bool Equals(ThreadInfo x, ThreadInfo y) => x == y;

    public int GetHashCode(ThreadInfo obj) => HashCode.Combine(obj.Pid, obj.Tid, obj.Comm.Value);
}
