namespace FlameScope.PowerShell;

/// <summary>A node of a flame chart: a call of a function, as far as samples show it.</summary>
public sealed class ChartNode
{
    /// <summary>The number of nodes between this one and the root.</summary>
    public int Depth { get; init; }

    /// <summary>The start in seconds after the start of the profile.</summary>
    public double From { get; init; }

    /// <summary>The end in seconds after the start of the profile.</summary>
    public double To { get; init; }

    /// <summary>The number of samples.</summary>
    public long Samples { get; init; }

    /// <summary>The name, without control characters.</summary>
    public string Name { get; init; } = "";
}
