namespace FlameScope.Columnar;

/// <summary>A column of integers in one row group.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">The values; those of all lists if it has lists.</param>
internal sealed record IntegerColumn(string Name, ReadOnlyMemory<long> Values)
{
    /// <summary>Indicates whether the type is INT32 and not INT64.</summary>
    public bool IsInt32 { get; init; }

    /// <summary>Indicates whether the values ascend, so that their differences are small and no value repeats.</summary>
    public bool IsAscending { get; init; }

    /// <summary>The number of values of each list, none of which is empty; <c>null</c> for a column without lists.</summary>
    public int[]? Lengths { get; init; }

    public int RowCount => Lengths?.Length ?? Values.Length;
}
