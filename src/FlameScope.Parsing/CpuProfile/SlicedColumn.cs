namespace FlameScope.Parsing;

/// <summary>A column that grows without copying, in slices of one length. It is read slice by slice, and each slice can be released when it was read.</summary>
internal sealed class SlicedColumn<T>
    where T : unmanaged
{
    /// <summary>The number of rows of a slice.</summary>
    public const int SliceLength = 1 << 14;

    private readonly List<T[]> _slices = [];

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the memory for the next rows: as many as fit in the slice, and at most the number wanted.</summary>
    public Span<T> Reserve(int count)
    {
        int used = Count % SliceLength;
        if (used == 0) _slices.Add(GC.AllocateUninitializedArray<T>(SliceLength));
        Span<T> free = _slices[^1].AsSpan(used);
        if (free.Length > count) free = free[..count];
        Count = checked(Count + free.Length);
        return free;
    }

    /// <summary>Gets or sets a row.</summary>
    public T this[int row]
    {
        get => _slices[row / SliceLength][row % SliceLength];
        set => _slices[row / SliceLength][row % SliceLength] = value;
    }

    /// <summary>Returns the rows of the slice that starts at a row.</summary>
    public Span<T> GetSlice(int start) => _slices[start / SliceLength].AsSpan(0, Math.Min(SliceLength, Count - start));

    /// <summary>Adds rows.</summary>
    public void AddRange(ReadOnlySpan<T> values)
    {
        while (!values.IsEmpty)
        {
            Span<T> rows = Reserve(values.Length);
            values[..rows.Length].CopyTo(rows);
            values = values[rows.Length..];
        }
    }

    /// <summary>Returns the rows from a row on that are in its slice, and at most a number of them.</summary>
    public ReadOnlySpan<T> GetRows(int row, int count)
    {
        ReadOnlySpan<T> rest = _slices[row / SliceLength].AsSpan(row % SliceLength);
        return rest[..Math.Min(rest.Length, count)];
    }

    /// <summary>Removes all rows.</summary>
    public void Clear()
    {
        _slices.Clear();
        Count = 0;
    }

    /// <summary>Releases the slice that starts at a row. Its rows must not be read again.</summary>
    public void Release(int start) => _slices[start / SliceLength] = [];

    /// <summary>Replaces the first rows by rows in another order, and removes the others.</summary>
    public void Reorder(int[] order)
    {
        var rows = new T[order.Length];
        for (int i = 0; i < rows.Length; i++) rows[i] = this[order[i]];
        Clear();
        for (int start = 0; start < rows.Length; start += SliceLength)
        {
            ReadOnlySpan<T> slice = rows.AsSpan(start, Math.Min(SliceLength, rows.Length - start));
            slice.CopyTo(Reserve(slice.Length));
        }
    }
}
