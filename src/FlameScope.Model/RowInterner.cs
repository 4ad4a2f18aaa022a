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

    /// <summary>The rows from an index on.</summary>
    public TRow[] CopyFrom(int first) => [.. CollectionsMarshal.AsSpan(_rows)[first..]];
}

/// <summary>
/// Compares rows with hashes that differ from process to process, which those of records do not: a file must not be able to aim at one bucket.
/// </summary>
internal static class RowComparers
{
    public static IEqualityComparer<Frame> Frame { get; } = EqualityComparer<Frame>.Create(
        static (a, b) => a == b, static row => HashCode.Combine(row.Symbol.Value, row.Module.Value, row.Kind, row.Source.Value));

    public static IEqualityComparer<ThreadInfo> Thread { get; } = EqualityComparer<ThreadInfo>.Create(
        static (a, b) => a == b, static row => HashCode.Combine(row.Pid, row.Tid, row.Comm.Value));
}
