using FlameScope.FlameGraph;

namespace FlameScope.Analysis;

/// <summary>
/// A node of the decision tree: samples of both sides, and the function that splits them best into those of the target and of the baseline.
/// </summary>
internal sealed class Partition
{
    // Among functions with at least this fraction of the best function's change, the most specific is chosen.
    private const double MinimumFraction = 0.95;

    private readonly FunctionNumbers _functions;
    private readonly FunctionTally _target;
    private readonly FunctionTally _baseline;

    public Partition(FunctionNumbers functions, FunctionTally target, FunctionTally baseline)
    {
        (_functions, _target, _baseline) = (functions, target, baseline);
        Function = MostSpecific(FindBest());
    }

    /// <summary>The function; -1 if no function splits the samples.</summary>
    public int Function { get; }

    /// <summary>The G statistic of the best split.</summary>
    public double Score { get; private set; }

    /// <summary>The p-value of the split, times the number of functions that it was chosen from (Bonferroni).</summary>
    public double PValue => Function < 0 ? 1 : _functions.Count
        * FisherExactTest.TwoSided(_target.TotalOf(Function), _target.Sum, _baseline.TotalOf(Function), _baseline.Sum);

    /// <summary>The path to the function that most of its samples have.</summary>
    public string[] Path => SideOf(Function).PathTo(Function);

    /// <summary>Returns the samples with the function and those without it. This partition must not be used afterwards.</summary>
    public Partition[] Split()
    {
        FunctionTally target = _target.Extract(Function), baseline = _baseline.Extract(Function);
        return [new(_functions, target, baseline), new(_functions, _target, _baseline)];
    }

    private int FindBest()
    {
        int best = -1;
        if (_target.Sum == 0 || _baseline.Sum == 0) return best;
        for (int i = 0; i < _functions.Count; i++)
        {
            double score = GTest.Of(_target.TotalOf(i), _target.Sum, _baseline.TotalOf(i), _baseline.Sum);
            if (score > Score) (best, Score) = (i, score);
        }
        return best;
    }

    private int MostSpecific(int best)
    {
        if (best < 0) return best;
        double minimum = DeltaOf(best) * MinimumFraction;
        for (int i = 0; i < _functions.Count; i++)
        {
            bool carries = minimum > 0 ? DeltaOf(i) >= minimum : DeltaOf(i) <= minimum;
            if (carries && IsMoreSpecific(i, best)) best = i;
        }
        return best;
    }

    private double DeltaOf(int function) => ((double)_target.TotalOf(function) / _target.Sum) - ((double)_baseline.TotalOf(function) / _baseline.Sum);

    private bool IsMoreSpecific(int a, int b)
    {
        int order = (_target.TotalOf(a) + _baseline.TotalOf(a)).CompareTo(_target.TotalOf(b) + _baseline.TotalOf(b));
        if (order == 0) order = SideOf(b).DepthOf(b).CompareTo(SideOf(a).DepthOf(a));
        return order != 0 ? order < 0 : _functions.Compare(a, b) < 0;
    }

    private FunctionTally SideOf(int function) => _target.TotalOf(function) == 0 ? _baseline : _target;
}
