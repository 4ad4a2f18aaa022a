namespace FlameScope.PowerShell;

/// <summary>The difference of a function between a range and its baseline.</summary>
public sealed class FunctionDifference
{
    /// <summary>The change of the share of the samples whose stack contains the function, in percentage points.</summary>
    public double Difference { get; init; }

    /// <summary>The share in the range, in percent.</summary>
    public double TotalPercent { get; init; }

    /// <summary>The share in the baseline, in percent.</summary>
    public double BaselineTotalPercent { get; init; }

    /// <summary>The change of the share of the samples whose leaf is the function, in percentage points.</summary>
    public double SelfDifference { get; init; }

    /// <summary>The value of the samples whose stack contains the function, in the range.</summary>
    public long Total { get; init; }

    /// <summary>The value of the samples whose stack contains the function, in the baseline.</summary>
    public long BaselineTotal { get; init; }

    /// <summary>The value of the samples whose leaf is the function, in the range.</summary>
    public long Self { get; init; }

    /// <summary>The value of the samples whose leaf is the function, in the baseline.</summary>
    public long BaselineSelf { get; init; }

    /// <summary>The probability that chance alone causes such a difference of the total share, corrected for the number of functions.</summary>
    public double PValue { get; init; }

    /// <summary>Indicates whether <see cref="PValue"/> is at most 0.05.</summary>
    public bool IsSignificant { get; init; }

    /// <summary>Indicates whether the function is one of the few that explain the whole difference.</summary>
    public bool IsExplanation { get; init; }

    /// <summary>For an explanation, the names from the root to the function on the path that most of its samples have.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>The kind of code.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The name, without control characters.</summary>
    public string Name { get; init; } = "";
}
