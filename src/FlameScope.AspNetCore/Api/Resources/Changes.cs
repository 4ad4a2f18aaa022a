using FlameScope.Analysis;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The differences of the shares of functions between two selections.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Count">The number of functions, including those that are not listed.</param>
/// <param name="Samples">The number of samples of the target.</param>
/// <param name="BaselineSamples">The number of samples of the baseline.</param>
/// <param name="Total">The sum of the values of the target.</param>
/// <param name="BaselineTotal">The sum of the values of the baseline.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Explanations">The functions that explain the difference, in descending order of what they explain.</param>
/// <param name="Rows">The functions in descending order of the self values of the target.</param>
internal sealed record ChangesBody(
    string Version,
    int Count,
    long Samples,
    long BaselineSamples,
    long Total,
    long BaselineTotal,
    string Unit,
    ChangeBody[] Explanations,
    ChangeBody[] Rows);

/// <summary>The difference of the share of a function.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Self">The self value of the target.</param>
/// <param name="Total">The total of the target.</param>
/// <param name="BaselineSelf">The self value of the baseline.</param>
/// <param name="BaselineTotal">The total of the baseline.</param>
/// <param name="SelfDelta">The difference of the shares of the self values.</param>
/// <param name="TotalDelta">The difference of the shares of the totals.</param>
/// <param name="TotalDeltaLow">The lower end of the confidence interval of <paramref name="TotalDelta"/>.</param>
/// <param name="TotalDeltaHigh">The upper end of the confidence interval of <paramref name="TotalDelta"/>.</param>
/// <param name="PValue">The p-value of the difference of the totals.</param>
/// <param name="AdjustedPValue">The p-value, adjusted for the number of functions.</param>
internal sealed record ChangeBody(
    string Name,
    int Kind,
    long Self,
    long Total,
    long BaselineSelf,
    long BaselineTotal,
    double SelfDelta,
    double TotalDelta,
    double TotalDeltaLow,
    double TotalDeltaHigh,
    double PValue,
    double AdjustedPValue)
{
    public static ChangeBody Of(FunctionChange change) => new(
        change.Name,
        (int)change.Kind,
        change.Self.Target,
        change.Total.Target,
        change.Self.Baseline,
        change.Total.Baseline,
        change.Self.Delta,
        change.Total.Delta,
        change.Total.Low,
        change.Total.High,
        change.Total.PValue,
        change.AdjustedPValue);
}

/// <summary>Tests how the shares of functions differ.</summary>
internal sealed class ChangesAnswer(QueryParameters query) : ProfileAnswer
{
    private const int DefaultTop = 100;
    private const int MaximumTop = 100_000;

    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly BaselineQuery _baseline = BaselineQuery.ReadRequired(query);
    private readonly int _top = query.Integer("top", 1, MaximumTop, DefaultTop);

    public override ProfileQuery? Query => _query;

    public override BaselineQuery? Baseline => _baseline;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        ComparedSides sides = _baseline.Select(_query, profile, baseline);
        SampleWeight weight = BaselineQuery.WeightOf(_query, profile, baseline);
        FunctionChanges changes = FunctionChanges.Compare(sides.Target, sides.Baseline, weight);
        return Reply.OfJson(
            new ChangesBody(
                sides.TargetProfile.File.Version,
                changes.Rows.Count,
                changes.TargetSampleCount,
                changes.BaselineSampleCount,
                changes.TargetTotal,
                changes.BaselineTotal,
                changes.Unit,
                [.. changes.Explanations.Select(ChangeBody.Of)],
                [.. changes.Rows.OrderByDescending(row => row.Self.Target).ThenByDescending(row => row.Total.Target).Take(_top).Select(ChangeBody.Of)]),
            ApiJson.Default.ChangesBody);
    }
}
