namespace FlameScope.Export.Tests;

/// <summary>The answer to a <see cref="ReportQuestion"/>.</summary>
internal sealed record ReportAnswer
{
    public long Count { get; init; }

    public long Total { get; init; }

    public int? MapColumns { get; init; }

    public long[]? MapValues { get; init; }

    public long? MapMaximum { get; init; }

    public long? MapTotal { get; init; }

    public long? MapUntimed { get; init; }

    public long Matched { get; init; }

    public string[] Names { get; init; } = [];

    public int[] Parents { get; init; } = [];

    public int[] Depths { get; init; } = [];

    public int[] SubtreeEnds { get; init; } = [];

    public int[] Kinds { get; init; } = [];

    public long[] Self { get; init; } = [];

    public long[] Totals { get; init; } = [];

    public string[] Functions { get; init; } = [];

    public string Folded { get; init; } = "";

    public DiffAnswer? Diff { get; init; }
}

/// <summary>The comparison of the two ranges.</summary>
internal sealed record DiffAnswer
{
    public long TargetAmount { get; init; }

    public long BaselineAmount { get; init; }

    public double MaximumDelta { get; init; }

    public string[] Names { get; init; } = [];

    public int[] Parents { get; init; } = [];

    public int[] SubtreeEnds { get; init; } = [];

    public string[] Presence { get; init; } = [];

    public long[] TargetSelf { get; init; } = [];

    public long[] TargetTotals { get; init; } = [];

    public long[] BaselineSelf { get; init; } = [];

    public long[] BaselineTotals { get; init; } = [];

    public long[] ElidedTotals { get; init; } = [];

    public double[] SelfDeltas { get; init; } = [];

    public double[] TotalDeltas { get; init; } = [];
}
