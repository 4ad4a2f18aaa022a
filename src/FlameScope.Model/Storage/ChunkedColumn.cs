using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>
/// A column that grows without copying, in chunks of doubling length. <see cref="MoveTo"/> frees each chunk when its rows have been copied to the
/// final array, so that at most one column exists twice: the peak is 38 resident bytes per sample instead of 60.
/// </summary>
/// <remarks>
/// The length of chunks doubles without a limit: allocators map large blocks separately and unmap them when they are freed, while small blocks of
/// several columns would share pages and keep them resident.
/// </remarks>
internal sealed class ChunkedColumn<T>
    where T : unmanaged
{
    private const int LargestChunk = 1 << 30;
    // Not a static field: the constructor of a generic type is compiled in every process.
    private static int FirstChunk => BufferSize.Choose(64, small: 4);

    private T[] _reserved = [];                         // the first rows, if their number was known
    private readonly List<NativeChunk<T>> _chunks = [];
    private NativeChunk<T>? _chunk;
    private int _used;

    public int Count { get; private set; }

    /// <summary>
    /// Allocates the array of a column whose number of rows is known before the first is added. The rows are written once if no more are added.
    /// </summary>
    public void Reserve(int count)
    {
        if (Count == 0) _reserved = GC.AllocateUninitializedArray<T>(count);
    }

    public int ChunkCount => _chunks.Count;

    /// <summary>Returns the number of rows in a chunk. Equal chunks of all columns contain the same rows.</summary>
    public int GetLength(int chunk) => chunk + 1 < _chunks.Count ? _chunks[chunk].Length : _used;

    /// <summary>Returns rows of a chunk. They are valid while the column is alive and its rows are not moved.</summary>
    public Span<T> GetRows(int chunk, int start, int count) => _chunks[chunk].Get(start, count);

    public void Add(T value)
    {
        if (Count < _reserved.Length)
        {
            _reserved[Count++] = value;
            return;
        }
        if (_chunk is null || _used == _chunk.Length) Grow();
        _chunk!.Set(_used++, value);
        Count = checked(Count + 1);
    }

    /// <summary>Adds rows.</summary>
    public void AddRange(ReadOnlySpan<T> values)
    {
        if (Count < _reserved.Length)
        {
            int length = Math.Min(values.Length, _reserved.Length - Count);
            values[..length].CopyTo(_reserved.AsSpan(Count));
            Count += length;
            values = values[length..];
        }
        Count = checked(Count + values.Length);
        while (!values.IsEmpty)
        {
            if (_chunk is null || _used == _chunk.Length) Grow();
            int length = Math.Min(values.Length, _chunk!.Length - _used);
            _chunk.Set(_used, values[..length]);
            _used += length;
            values = values[length..];
        }
    }

    /// <summary>Adds rows with one value.</summary>
    public void AddRepeated(T value, int count)
    {
        if (Count < _reserved.Length)
        {
            int length = Math.Min(count, _reserved.Length - Count);
            _reserved.AsSpan(Count, length).Fill(value);
            Count += length;
            count -= length;
        }
        Count = checked(Count + count);
        while (count > 0)
        {
            if (_chunk is null || _used == _chunk.Length) Grow();
            int length = Math.Min(count, _chunk!.Length - _used);
            _chunk.Fill(_used, length, value);
            _used += length;
            count -= length;
        }
    }

    /// <summary>Moves the rows to one array and empties the column.</summary>
    /// <param name="order">The order of the result; <c>null</c> to keep the order.</param>
    public T[] MoveTo(RowOrder? order)
    {
        bool isInPlace = Count == _reserved.Length;
        T[] result = isInPlace ? _reserved : GC.AllocateUninitializedArray<T>(Count);
        if (order is not null) result = Permute(order, result);
        else if (!isInPlace) TakeRows(result);
        _reserved = [];
        Count = 0;
        return result;
    }

    private void TakeRows(Span<T> result)
    {
        int start = Math.Min(_reserved.Length, result.Length);
        _reserved.AsSpan(0, start).CopyTo(result);
        foreach (NativeChunk<T> chunk in _chunks)
        {
            int length = Math.Min(chunk.Length, result.Length - start);
            chunk.CopyTo(result.Slice(start, length));
            chunk.Free();
            start += length;
        }
        _chunks.Clear();
        _chunk = null;
        _used = 0;
    }

    private void Grow()
    {
        _chunk = new NativeChunk<T>(_chunk is null ? FirstChunk : (int)Math.Min(_chunk.Length * 2L, LargestChunk));
        _chunks.Add(_chunk);
        _used = 0;
    }

    private T[] Permute(RowOrder order, T[] result)
    {
        if (result == _reserved && result is long[] reserved) return (T[])(object)order.Exchange(reserved);
        Span<T> rows = MemoryMarshal.Cast<long, T>(order.Scratch.AsSpan());
        rows = rows.Length >= result.Length ? rows[..result.Length] : new T[result.Length];
        TakeRows(rows);
        order.Apply<T>(rows, result);
        return result;
    }
}
