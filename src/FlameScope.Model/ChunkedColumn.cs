using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>
/// A column that grows without copying, by chunks that double. <see cref="MoveTo"/> gives each chunk back as soon as its rows stand in the final
/// array, so that no more than one column is ever held twice: at the peak 38 bytes a sample are resident instead of 60.
/// </summary>
/// <remarks>
/// Chunks are not arrays, which would stay until the collector comes by. And they double without a limit: allocators map large blocks by
/// themselves and unmap them when they are freed, what was not written to is not resident, and small blocks of several columns would keep
/// each other's pages.
/// </remarks>
internal sealed unsafe class ChunkedColumn<T>
    where T : unmanaged
{
#if DEBUG
    private const int FirstChunk = 4;
#else
    private const int FirstChunk = 64;
#endif

    private readonly List<nint> _chunks = [];
    private T* _chunk;
    private int _length;
    private int _used;

    // A builder that makes no profile is left to the collector.
    ~ChunkedColumn() => Free();

    public int Count { get; private set; }

    public void Add(T value)
    {
        if (_used == _length) Grow();
        _chunk[_used++] = value;
        Count = checked(Count + 1);
        GC.KeepAlive(this);
    }

    /// <summary>Moves the rows into one array and leaves the column empty.</summary>
    /// <param name="order">For each row of the result the row it comes from; <c>null</c> to keep the order.</param>
    public T[] MoveTo(int[]? order)
    {
        T[] result = GC.AllocateUninitializedArray<T>(Count);
        int start = 0;
        for (int i = 0; i < _chunks.Count; i++)
        {
            int length = Math.Min(LengthOf(i), result.Length - start);
            new ReadOnlySpan<T>((void*)_chunks[i], length).CopyTo(result.AsSpan(start));
            NativeMemory.Free((void*)_chunks[i]);
            _chunks[i] = 0;
            start += length;
        }
        Free();
        GC.KeepAlive(this);
        return order is null ? result : Permute(result, order);
    }

    // All up to the 25th hold as many rows as an array can.
    private static int LengthOf(int chunk) => FirstChunk << Math.Min(chunk, 24);

    private void Grow()
    {
        int length = LengthOf(_chunks.Count);
        _chunks.Add(0); // first, so that nothing can fail between an allocation and its being known
        _chunk = (T*)NativeMemory.Alloc((nuint)length, (nuint)sizeof(T));
        _chunks[^1] = (nint)_chunk;
        _length = length;
        _used = 0;
    }

    private void Free()
    {
        foreach (nint chunk in _chunks) NativeMemory.Free((void*)chunk);
        _chunks.Clear();
        _chunk = null;
        _length = _used = Count = 0;
    }

    private static T[] Permute(T[] rows, int[] order)
    {
        var result = new T[rows.Length];
        for (int i = 0; i < order.Length; i++) result[i] = rows[order[i]];
        return result;
    }
}
