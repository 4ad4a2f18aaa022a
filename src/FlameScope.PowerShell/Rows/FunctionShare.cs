namespace FlameScope.PowerShell;

/// <summary>The share of a function.</summary>
public sealed class FunctionShare
{
    /// <summary>The value of the samples whose leaf is the function.</summary>
    public long Self { get; init; }

    /// <summary><see cref="Self"/> in percent.</summary>
    public double SelfPercent { get; init; }

    /// <summary>The value of the samples whose stack contains the function.</summary>
    public long Total { get; init; }

    /// <summary><see cref="Total"/> in percent.</summary>
    public double TotalPercent { get; init; }

    /// <summary>The kind of code.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The name, without control characters.</summary>
    public string Name { get; init; } = "";
}
