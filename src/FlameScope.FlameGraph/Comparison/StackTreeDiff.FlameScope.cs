namespace FlameScope.FlameGraph;

// FlameScope's own formula: by totals and in the target's unit, whatever the normalization.
public sealed partial class StackTreeDiff
{
    /// <summary>
    /// For each node what the baseline's samples count that end in it or below it, in nodes that the target lacks: what went missing, in the
    /// baseline's unit. The rest, <c>BaselineTotalValues - ElidedTotalValues</c>, is common to both.
    /// </summary>
    public ReadOnlySpan<long> ElidedTotalValues => _elidedTotals ??= AddUpElided();

    /// <summary>What the baseline's samples count that end in a node, if the target lacks it; else 0.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public long GetElidedSelf(int node) => TargetNodes[node] < 0 ? _baselineSelf[node] : 0;

    /// <summary>One of <see cref="ElidedTotalValues"/>.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public long GetElidedTotal(int node) => ElidedTotalValues[node];

    /// <summary>
    /// Netflix FlameScope's difference of a node: <c>target - baseline * (target's total / baseline's total)</c> of own values, rounded to the
    /// nearest whole number, halves to the even one.
    /// </summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <remarks>Computed in integers, so exact. With an empty baseline it is the target's value.</remarks>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public long GetFlameScopeDelta(int node) =>
        Baseline.Total == 0
            ? _targetSelf[node]
            : DivideToEven(((Int128)_targetSelf[node] * Baseline.Total) - ((Int128)_baselineSelf[node] * Target.Total), Baseline.Total);

    /// <summary>
    /// Netflix FlameScope's elided value of a node: 0 where the target has it, else the baseline's own value times
    /// <c>target's total / baseline's total</c>, rounded to the nearest whole number, halves to the even one.
    /// </summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <remarks>Computed in integers, so exact. With an empty baseline it is 0.</remarks>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public long GetFlameScopeElided(int node) =>
        Baseline.Total == 0 ? 0 : DivideToEven((Int128)GetElidedSelf(node) * Target.Total, Baseline.Total);

    private static long DivideToEven(Int128 over, long under)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(over, under);
        // Toward zero so far; the rest has the sign of the dividend.
        Int128 twice = Int128.Abs(rest) * 2;
        bool goesOn = twice > under || (twice == under && Int128.IsOddInteger(quotient));
        return (long)(goesOn ? quotient + Int128.Sign(over) : quotient);
    }

    private long[] AddUpElided()
    {
        var totals = new long[Count];
        for (int node = totals.Length - 1; node >= 0; node--)
        {
            totals[node] += GetElidedSelf(node);
            if (node > 0) totals[Parents[node]] += totals[node];
        }
        return totals;
    }
}
