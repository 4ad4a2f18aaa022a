namespace FlameScope.FlameGraph;

public sealed partial class StackTreeDiff
{
    private const long ThousandMillion = 1_000_000_000;

    /// <summary>The target's own value of a node, normalised: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public double GetTargetSelf(int node) => Normalize(_targetSelf[node], TargetAmount);

    /// <summary>The target's total of a node, normalised: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public double GetTargetTotal(int node) => Normalize(_targetTotals[node], TargetAmount);

    /// <summary>The baseline's own value of a node, normalised: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public double GetBaselineSelf(int node) => Normalize(_baselineSelf[node], BaselineAmount);

    /// <summary>The baseline's total of a node, normalised: a share from 0 to 1, a rate, or the value itself.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public double GetBaselineTotal(int node) => Normalize(_baselineTotals[node], BaselineAmount);

    /// <summary>How much more of the target's samples end in a node than of the baseline's, normalised; negative for less.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public double GetSelfDelta(int node) => Delta(_targetSelf[node], _baselineSelf[node]);

    /// <summary>How much more of the target's samples pass through a node than of the baseline's, normalised; negative for less.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such node.</exception>
    public double GetTotalDelta(int node) => Delta(_targetTotals[node], _baselineTotals[node]);

    private double Scale => Normalization is DiffNormalization.Time or DiffNormalization.CpuTime ? ThousandMillion : 1;

    private double Normalize(long value, long amount) => (double)value / amount * Scale;

    // No product of two longs that are not negative overflows, and neither does the difference of two such products.
    private double Delta(long target, long baseline)
    {
        Int128 over = ((Int128)target * BaselineAmount) - ((Int128)baseline * TargetAmount);
        Int128 under = (Int128)TargetAmount * BaselineAmount;
        return (double)over / (double)under * Scale;
    }
}
