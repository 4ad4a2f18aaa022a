namespace FlameScope.PowerShell;

/// <summary>A node of a flame graph.</summary>
public sealed class StackNode
{
    /// <summary>The number of nodes between this one and the root; 0 for the root.</summary>
    public int Depth { get; init; }

    /// <summary>The value of the samples that end in this node.</summary>
    public long Self { get; init; }

    /// <summary>The value of the samples in this node and in the nodes above it.</summary>
    public long Total { get; init; }

    /// <summary><see cref="Total"/> in percent of the root.</summary>
    public double Percent { get; init; }

    /// <summary>The kind of code.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The name, without control characters.</summary>
    public string Name { get; init; } = "";
}
