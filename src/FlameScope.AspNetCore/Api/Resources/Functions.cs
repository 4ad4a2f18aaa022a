using System.Text.Json.Serialization;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The functions of a selection.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Count">The number of functions, including those that are not listed.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="Omitted">The number of further samples, of the rarest stacks, which a store leaves out where a range has too many; 0 for a file.</param>
/// <param name="Total">The sum of the values of all samples.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="BaselineTotal">The sum of the values of the baseline; absent without a baseline.</param>
/// <param name="Rows">The functions in descending order of their self values.</param>
internal sealed record FunctionsBody(
    string Version,
    int Count,
    long Samples,
    long Omitted,
    long Total,
    string Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BaselineTotal,
    FunctionBody[] Rows);

/// <summary>A function.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Self">The value of the samples that end in the function.</param>
/// <param name="Total">The value of the samples with the function on their stack.</param>
/// <param name="BaselineSelf">The self value in the baseline; absent without a baseline.</param>
/// <param name="BaselineTotal">The total in the baseline; absent without a baseline.</param>
internal sealed record FunctionBody(
    string Name,
    int Kind,
    long Self,
    long Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BaselineSelf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BaselineTotal);

/// <summary>Makes tables of functions.</summary>
internal sealed class FunctionsAnswer(QueryParameters query) : ProfileAnswer
{
    private const int DefaultTop = 2000;
    private const int MaximumTop = 100_000;

    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly BaselineQuery? _baseline = BaselineQuery.Read(query);
    private readonly int _top = query.Integer("top", 1, MaximumTop, DefaultTop);

    public override ProfileQuery? Query => _query;

    public override BaselineQuery? Baseline => _baseline;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        if (_baseline is null)
        {
            FunctionTable table = TableOf(profile, _query.Select(profile), _query.WeightOf(profile));
            return Reply.OfJson(Body(profile, table, null, table.Rows.Select(row => new FunctionBody(row.Name, (int)row.Kind, row.Self, row.Total, null, null)), table.Rows.Count), ApiJson.Default.FunctionsBody);
        }
        ComparedSides sides = _baseline.Select(_query, profile, baseline);
        SampleWeight weight = BaselineQuery.WeightOf(_query, profile, baseline);
        FunctionTable target = TableOf(sides.TargetProfile, sides.Target, weight), other = TableOf(sides.BaselineProfile, sides.Baseline, weight);
        cancellationToken.ThrowIfCancellationRequested();
        List<FunctionBody> rows = Merge(target, other);
        return Reply.OfJson(Body(sides.TargetProfile, target, other.Total, rows, rows.Count), ApiJson.Default.FunctionsBody);
    }

    private FunctionsBody Body(LoadedProfile profile, FunctionTable table, long? baselineTotal, IEnumerable<FunctionBody> rows, int count) =>
        new(profile.File.Version, count, table.SampleCount, profile.OmittedSamples, table.Total, table.Unit, baselineTotal, [.. rows.Take(_top)]);

    // The functions of the target first, then those that only the baseline has, both in the order of their tables.
    private static List<FunctionBody> Merge(FunctionTable target, FunctionTable baseline)
    {
        var others = new Dictionary<(string Name, FrameKind Kind), FunctionRow>();
        foreach (FunctionRow row in baseline.Rows) others[(row.Name, row.Kind)] = row;
        var rows = new List<FunctionBody>(target.Rows.Count);
        foreach (FunctionRow row in target.Rows)
        {
            others.Remove((row.Name, row.Kind), out FunctionRow other);
            rows.Add(new FunctionBody(row.Name, (int)row.Kind, row.Self, row.Total, other.Self, other.Total));
        }
        foreach (FunctionRow row in baseline.Rows)
        {
            if (others.ContainsKey((row.Name, row.Kind))) rows.Add(new FunctionBody(row.Name, (int)row.Kind, 0, 0, row.Self, row.Total));
        }
        return rows;
    }

    private static FunctionTable TableOf(LoadedProfile profile, SampleSelection samples, SampleWeight weight) =>
        FunctionTable.From(profile.GetTree(samples, new StackTreeOptions { Grouping = StackGrouping.None, Weight = weight }));
}
