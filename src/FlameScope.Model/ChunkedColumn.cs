namespace FlameScope.Model;

/// <summary>
/// A column that grows without copying: chunks that double up to a fixed size. <see cref="MoveTo"/> frees each chunk as soon as its rows stand
/// in the final array, so that a column is never held twice.
/// </summary>
internal sealed class ChunkedColumn<T>
{
#if DEBUG
    private const int FirstChunk = 4;
    private const int LastChunk = 16;
#else
    private const int FirstChunk = 64;
    private const int LastChunk = 64 * 1024;
#endif

    private readonly List<T[]?> _chunks = [];
    private T[] _chunk = [];
    private int _used;

    public int Count { get; private set; }

    public void Add(T value)
    {
        if (_used == _chunk.Length)
        {
            _chunk = new T[_chunks.Count == 0 ? FirstChunk : Math.Min(_chunk.Length * 2, LastChunk)];
            _chunks.Add(_chunk);
            _used = 0;
        }
        _chunk[_used++] = value;
        Count = checked(Count + 1);
    }

    /// <summary>Moves the rows into one array and leaves the column empty.</summary>
    /// <param name="order">For each row of the result the row it comes from; <c>null</c> to keep the order.</param>
    public T[] MoveTo(int[]? order)
    {
        var result = new T[Count];
        int start = 0;
        for (int i = 0; i < _chunks.Count; i++)
        {
            T[] chunk = _chunks[i]!;
            int length = Math.Min(chunk.Length, result.Length - start);
            chunk.AsSpan(0, length).CopyTo(result.AsSpan(start));
            _chunks[i] = null;
            start += length;
        }
        _chunks.Clear();
        _chunk = [];
        _used = Count = 0;
        return order is null ? result : Permute(result, order);
    }

    private static T[] Permute(T[] rows, int[] order)
    {
        var result = new T[rows.Length];
        for (int i = 0; i < order.Length; i++) result[i] = rows[order[i]];
        return result;
    }
}
