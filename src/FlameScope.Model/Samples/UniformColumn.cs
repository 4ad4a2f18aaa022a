namespace FlameScope.Model;

/// <summary>
/// A column of a sample table that is being built. Rows are stored from the first one on that differs from those before, so that the processor of a source
/// without processors, or the thread of a profile of one thread, needs no memory until the table is built.
/// </summary>
internal sealed class UniformColumn<T>
    where T : unmanaged, IEquatable<T>
{
    private ChunkedColumn<T>? _rows;
    private T _value;       // of all rows so far, if they are not stored
    private int _count;
    private int _reserved;

    /// <summary>Prepares for a number of rows that is known before the first is added.</summary>
    public void Reserve(int count) => _reserved = count;

    /// <summary>Adds rows.</summary>
    public void AddRange(ReadOnlySpan<T> values)
    {
        while (_rows is null && !values.IsEmpty)
        {
            int equal = 1;
            while (equal < values.Length && values[equal].Equals(values[0])) equal++;
            AddUniform(values[0], equal);
            values = values[equal..];
        }
        _rows?.AddRange(values);
    }

    /// <summary>Adds rows with one value.</summary>
    public void AddRepeated(T value, int count)
    {
        if (_rows is not null) _rows.AddRepeated(value, count);
        else AddUniform(value, count);
    }

    /// <summary>The value of all rows if they are not stored.</summary>
    public T Repeated
    {
        get => _value;
        set => _value = value;
    }

    /// <summary>Returns all rows of a chunk; empty if they are not stored.</summary>
    public Span<T> GetStored(int chunk) => _rows is null ? default : _rows.GetRows(chunk, 0, _rows.GetLength(chunk));

    /// <summary>Returns rows of a chunk; see <see cref="ChunkedColumn{T}.GetRows"/>.</summary>
    /// <param name="chunk">The index of the chunk.</param>
    /// <param name="start">The first row in the chunk.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="buffer">Memory for rows that are not stored.</param>
    public ReadOnlySpan<T> GetRows(int chunk, int start, int count, Span<T> buffer)
    {
        if (_rows is not null) return _rows.GetRows(chunk, start, count);
        buffer[..count].Fill(_value);
        return buffer[..count];
    }

    /// <summary>Moves the rows to a column and empties this one.</summary>
    /// <param name="order">The order of the result; <c>null</c> to keep the order.</param>
    public LazyColumn<T> MoveTo(RowOrder? order)
    {
        if (_rows is not null) return new LazyColumn<T>(_rows.MoveTo(order));
        var column = new LazyColumn<T>(_value, _count);
        _count = 0;
        return column;
    }

    private void AddUniform(T value, int count)
    {
        if (_count == 0) _value = value;
        if (value.Equals(_value))
        {
            _count = checked(_count + count);
            return;
        }
        if (count == 0) return;
        _rows = new ChunkedColumn<T>();
        if (_reserved > 0) _rows.Reserve(_reserved);
        _rows.AddRepeated(_value, _count);
        _rows.AddRepeated(value, count);
    }
}
