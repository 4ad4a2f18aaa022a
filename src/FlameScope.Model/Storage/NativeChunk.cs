using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>
/// Rows of a column in native memory. <see cref="Free"/> frees it immediately; an array would be resident until the next garbage collection. Memory
/// that was not written to is not resident. A finalizer frees chunks that were not freed.
/// </summary>
internal sealed unsafe class NativeChunk<T>(int length)
    where T : unmanaged
{
    private T* _rows = (T*)NativeMemory.Alloc((nuint)length, (nuint)sizeof(T));

    ~NativeChunk() => Free();

    /// <summary>The number of rows; 0 after <see cref="Free"/>.</summary>
    public int Length { get; private set; } = length;

    /// <summary>Writes a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such row. The check keeps incorrect use of a builder from writing to other memory.
    /// </exception>
    public void Set(int row, T value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        _rows[row] = value;
        GC.KeepAlive(this);
    }

    /// <summary>Writes rows that follow each other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    public void Set(int row, ReadOnlySpan<T> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)row, (uint)Length, nameof(row));
        values.CopyTo(new Span<T>(_rows + row, Length - row));
        GC.KeepAlive(this);
    }

    /// <summary>Writes one value to rows that follow each other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    public void Fill(int row, int count, T value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)row, (uint)Length, nameof(row));
        new Span<T>(_rows + row, Length - row)[..count].Fill(value);
        GC.KeepAlive(this);
    }

    /// <summary>Returns rows that follow each other. They are valid while the chunk is alive and not freed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    public Span<T> Get(int row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)row, (uint)Length, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(Length - row), nameof(count));
        return new Span<T>(_rows + row, count);
    }

    /// <summary>Copies the first rows.</summary>
    public void CopyTo(Span<T> rows)
    {
        new ReadOnlySpan<T>(_rows, Length)[..rows.Length].CopyTo(rows);
        GC.KeepAlive(this);
    }

    /// <summary>Frees the memory. Further calls do nothing.</summary>
    public void Free()
    {
        Length = 0;
        NativeMemory.Free(_rows);
        _rows = null;
    }
}
