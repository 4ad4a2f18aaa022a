using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>
/// Rows of a column outside the collector's heap, given back at once by <see cref="Free"/>; an array would stay until the collector comes by.
/// What was not written to is not resident. One that is not given back is left to the collector.
/// </summary>
internal sealed unsafe class NativeChunk<T>(int length)
    where T : unmanaged
{
    private T* _rows = (T*)NativeMemory.Alloc((nuint)length, (nuint)sizeof(T));

    ~NativeChunk() => Free();

    /// <summary>The number of rows; 0 once it has been given back.</summary>
    public int Length { get; private set; } = length;

    /// <summary>Writes a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row: whatever uses a builder wrongly, no other memory is written to.</exception>
    public void Set(int row, T value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        _rows[row] = value;
        GC.KeepAlive(this);
    }

    /// <summary>Copies the first rows.</summary>
    public void CopyTo(Span<T> rows)
    {
        new ReadOnlySpan<T>(_rows, Length)[..rows.Length].CopyTo(rows);
        GC.KeepAlive(this);
    }

    /// <summary>Gives the memory back, if it has not been.</summary>
    public void Free()
    {
        Length = 0;
        NativeMemory.Free(_rows);
        _rows = null;
    }
}
