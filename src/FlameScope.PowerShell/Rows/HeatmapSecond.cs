namespace FlameScope.PowerShell;

/// <summary>One second of a heat map.</summary>
public sealed class HeatmapSecond
{
    /// <summary>The start in seconds after the start of the profile.</summary>
    public double Second { get; init; }

    /// <summary>The sum of all cells.</summary>
    public long Total { get; init; }

    /// <summary>The start of the cell with the maximum, in seconds after the start of the second.</summary>
    public double Busiest { get; init; }

    /// <summary>The value of that cell.</summary>
    public long Peak { get; init; }

    /// <summary>The values of all cells in order of time.</summary>
    public IReadOnlyList<long> Values { get; init; } = [];
}
