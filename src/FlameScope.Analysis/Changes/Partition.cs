using FlameScope.FlameGraph;

namespace FlameScope.Analysis;

/// <summary>Some samples of both sides, and the function that splits them best into the target's and the baseline's.</summary>
internal sealed class Partition
{
    // Of what carries this much of the change that the best one carries, the most specific is taken.
    private const double NearlyAll = 0.95;

    private readonly FunctionNumbers _functions;
    private readonly FunctionTally _target;
    private readonly FunctionTally _baseline;

    public Partition(FunctionNumbers functions, FunctionTally target, FunctionTally baseline)
    {
        (_functions, _target, _baseline) = (functions, target, baseline);
        Function = MostSpecific(FindBest());
    }

    /// <summary>The function; -1 when none splits them.</summary>
    public int Function { get; }

    /// <summary>How well the best one splits them.</summary>
    public double Score { get; private set; }

    /// <summary>The p-value of the split, times the number of functions that it was chosen from.</summary>
    public double PValue => Function < 0 ? 1 : _functions.Count
        * FisherExactTest.TwoSided(_target.TotalOf(Function), _target.Sum, _baseline.TotalOf(Function), _baseline.Sum);

    /// <summary>The path to the function that most of its samples took.</summary>
    public string[] Path => SideOf(Function).PathTo(Function);

    /// <summary>The samples with the function and those without it. This segment must not be used any more.</summary>
    public Partition[] Split()
    {
        FunctionTally target = _target.TakeOut(Function), baseline = _baseline.TakeOut(Function);
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
        double least = DeltaOf(best) * NearlyAll;
        for (int i = 0; i < _functions.Count; i++)
        {
            bool carries = least > 0 ? DeltaOf(i) >= least : DeltaOf(i) <= least;
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
