namespace FlameScope.Store;

/// <summary>The samples of each host over time: hosts are rows, so that one that differs from the others stands out.</summary>
public sealed record HostCounts
{
    /// <summary>The start of the first column in nanoseconds since 1970: the start of the range.</summary>
    public required long Origin { get; init; }

    /// <summary>The length of a column.</summary>
    public required TimeSpan ColumnLength { get; init; }

    /// <summary>The hosts that have samples, in the order of their names.</summary>
    public required IReadOnlyList<HostRow> Hosts { get; init; }
}
