namespace FlameScope.Model;

/// <summary>A column of a sample table whose rows may all have one value. The array of such a column is created when it is first requested.</summary>
/// <remarks>Many sources have no processors, one thread or one event: 12 bytes per sample that most views never read.</remarks>
internal sealed class LazyColumn<T>
    where T : unmanaged
{
    private readonly T _value;
    private readonly int _count;
    private T[]? _rows;

    /// <summary>Creates a column of rows.</summary>
    public LazyColumn(T[] rows)
    {
        _rows = rows;
        _count = rows.Length;
    }

    /// <summary>Creates a column of one value.</summary>
    public LazyColumn(T value, int count)
    {
        _value = value;
        _count = count;
    }

    /// <summary>The rows.</summary>
    public T[] Rows => _rows ??= Fill();

    /// <summary>Returns a row.</summary>
    public T this[int row] => _rows is { } rows ? rows[row] : _value;

    private T[] Fill()
    {
        T[] rows = GC.AllocateUninitializedArray<T>(_count);
        rows.AsSpan().Fill(_value);
        return rows;
    }
}
