namespace FlameScope.Model;

/// <summary>
/// A column of a sample table that is being built. It is stored from the first value on that differs from the value that all other rows have, so that
/// a column that a source does not have costs nothing.
/// </summary>
internal sealed class OptionalColumn<T>(T usual)
    where T : unmanaged, IEquatable<T>
{
    private ChunkedColumn<T>? _rows;
    private int _reserved;

    /// <summary>Prepares for a number of rows that is known before the first is added.</summary>
    public void Reserve(int count) => _reserved = count;

    /// <summary>Indicates whether a row has another value than the usual one.</summary>
    public bool IsStored => _rows is not null;

    /// <summary>Returns rows of a chunk; empty if they are not stored. See <see cref="ChunkedColumn{T}.GetRows"/>.</summary>
    public Span<T> GetRows(int chunk, int start, int count) => _rows is null ? default : _rows.GetRows(chunk, start, count);

    /// <summary>Adds the values of rows.</summary>
    /// <param name="values">The values.</param>
    /// <param name="row">The number of rows before them.</param>
    public void AddRange(ReadOnlySpan<T> values, int row)
    {
        if (_rows is null && HasUnusual(values)) Start(row);
        _rows?.AddRange(values);
    }

    // Unlike IndexOfAnyExcept, this is compiled ahead of time for all types of columns.
    private bool HasUnusual(ReadOnlySpan<T> values)
    {
        foreach (T value in values)
        {
            if (!value.Equals(usual)) return true;
        }
        return false;
    }

    /// <summary>Adds rows with the usual value.</summary>
    public void AddUsual(int count) => _rows?.AddRepeated(usual, count);

    /// <summary>Moves the rows to one array; returns an empty one if all have the usual value.</summary>
    /// <param name="order">The order of the result; <c>null</c> to keep the order.</param>
    public T[] MoveTo(RowOrder? order) => _rows?.MoveTo(order) ?? [];

    private void Start(int row)
    {
        _rows = new ChunkedColumn<T>();
        if (_reserved > 0) _rows.Reserve(_reserved);
        _rows.AddRepeated(usual, row);
    }
}
