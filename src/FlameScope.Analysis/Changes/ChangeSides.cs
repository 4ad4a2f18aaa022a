using FlameScope.FlameGraph;

namespace FlameScope.Analysis;

/// <summary>The two sides of a comparison, function by function: values by the weight that was asked for, and numbers of samples.</summary>
internal sealed class ChangeSides
{
    private readonly FunctionTally _targetValues;
    private readonly FunctionTally _baselineValues;
    private readonly FunctionTally _targetCounts;
    private readonly FunctionTally _baselineCounts;

    public ChangeSides(StackTree target, StackTree baseline, StackTree targetCounts, StackTree baselineCounts)
    {
        (Target, Baseline) = (target, baseline);
        _targetValues = new FunctionTally(target, Functions);
        _baselineValues = new FunctionTally(baseline, Functions);
        _targetCounts = target == targetCounts ? _targetValues : new FunctionTally(targetCounts, Functions);
        _baselineCounts = baseline == baselineCounts ? _baselineValues : new FunctionTally(baselineCounts, Functions);
    }

    public FunctionNumbers Functions { get; } = new();

    public StackTree Target { get; }

    public StackTree Baseline { get; }

    public ShareChange SelfOf(int function) => Change(
        _targetValues.SelfOf(function), _baselineValues.SelfOf(function), _targetCounts.SelfOf(function), _baselineCounts.SelfOf(function));

    public ShareChange TotalOf(int function) => Change(
        _targetValues.TotalOf(function), _baselineValues.TotalOf(function), _targetCounts.TotalOf(function), _baselineCounts.TotalOf(function));

    public DiffPresence PresenceOf(int function) =>
        _targetCounts.TotalOf(function) == 0 ? DiffPresence.Gone : _baselineCounts.TotalOf(function) == 0 ? DiffPresence.New : DiffPresence.Both;

    public List<ExplanationFinder.Lead> FindLeads(int limit) => ExplanationFinder.Find(Functions, _targetCounts, _baselineCounts, limit);

    private ShareChange Change(long target, long baseline, long targetHits, long baselineHits)
    {
        long targetSize = Target.SampleCount, baselineSize = Baseline.SampleCount;
        NewcombeInterval interval = NewcombeInterval.OfDifference(targetHits, targetSize, baselineHits, baselineSize);
        return new ShareChange(
            target,
            baseline,
            Target.Total == 0 ? 0 : (double)target / Target.Total,
            Baseline.Total == 0 ? 0 : (double)baseline / Baseline.Total,
            interval.Low,
            interval.High,
            FisherExactTest.TwoSided(targetHits, targetSize, baselineHits, baselineSize));
    }
}
