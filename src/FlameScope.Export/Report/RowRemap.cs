namespace FlameScope.Export;

/// <summary>The rows of a table that are in use, numbered anew in the order in which they were first asked for.</summary>
internal sealed class RowRemap(int capacity)
{
    private readonly int[] _numbers = new int[capacity];
    private readonly List<int> _rows = [];

    /// <summary>For each number the row it stands for.</summary>
    public IReadOnlyList<int> Rows => _rows;

    public int NumberOf(int row)
    {
        ref int number = ref _numbers[row];
        if (number == 0)
        {
            _rows.Add(row);
            number = _rows.Count;
        }
        return number - 1;
    }
}
