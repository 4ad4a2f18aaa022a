using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>FlameScope's heat map.</summary>
internal sealed class FlameScopeHeatmapAnswer(QueryParameters query) : ProfileAnswer
{
    private const int DefaultRows = 50;

    private readonly int _rows = query.Integer("rows", 1, HeatmapOptions.MaximumRows, DefaultRows);

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        SampleSelection samples = FlameScopeSelection.Of(profile, StackTransform.Standard, TimeRange.All);
        SubsecondHeatmap map = Heatmaps.Create(samples, profile.Profile.Resolve(default), _rows, TimeSpan.FromSeconds(1));
        return new Reply(Reply.Json, stream => FlameScopeJson.Write(map, stream));
    }
}

/// <summary>FlameScope's flame graph.</summary>
internal sealed class FlameScopeFlameGraphAnswer(QueryParameters query) : ProfileAnswer
{
    private readonly StackTransform _flavor = StackTransform.Parse(query.Word("flavor", [.. StackTransform.Flavors]));
    private readonly FlameScopeRange _range = new(query, "start", "end");

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        SampleSelection samples = FlameScopeSelection.Of(profile, _flavor, _range.Of(profile.Profile));
        StackTree tree = FlameScopeSelection.TreeOf(profile, samples);
        return new Reply(Reply.Json, stream => FlameScopeJson.Write(tree, stream));
    }
}

/// <summary>FlameScope's differential and elided flame graphs.</summary>
internal sealed class FlameScopeDiffAnswer(QueryParameters query, bool isElided) : ProfileAnswer
{
    private readonly FlameScopeRange _range = new(query, "start", "end");
    private readonly FlameScopeRange _compareRange = new(query, "compareStart", "compareEnd");

    public override string BaselineProfile { get; } = query.Required("compareFilename");

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        SampleSelection samples = FlameScopeSelection.Of(profile, StackTransform.Standard, _range.Of(profile.Profile));
        SampleSelection compared = FlameScopeSelection.Of(baseline, StackTransform.Standard, _compareRange.Of(baseline.Profile));
        StackTree target = FlameScopeSelection.TreeOf(profile, samples);
        // Both sides have the value of the first one, and the number of samples if the other one lacks it.
        SampleWeight weight = target.Weight;
        if (!baseline.Profile.HasWeight(weight) || baseline.Profile.Resolve(weight) != weight)
        {
            weight = SampleWeight.Samples;
            target = FlameScopeSelection.TreeOf(profile, samples, weight);
        }
        cancellationToken.ThrowIfCancellationRequested();
        var diff = StackTreeDiff.Compare(target, FlameScopeSelection.TreeOf(baseline, compared, weight), DiffNormalization.Total);
        return new Reply(Reply.Json, stream => FlameScopeJson.Write(diff, stream, new FlameScopeJsonDiffOptions { Elided = isElided }));
    }
}

/// <summary>The samples and trees of FlameScope's API: those of the console app without options.</summary>
internal static class FlameScopeSelection
{
    public static SampleSelection Of(LoadedProfile profile, StackTransform flavor, TimeRange range) =>
        profile.Select($"FlameScope {flavor.Text}", () => flavor.Apply(profile.Profile.Select(SampleFilter.Default))).Within(range);

    public static StackTree TreeOf(LoadedProfile profile, SampleSelection samples, SampleWeight weight = default) =>
        profile.GetTree(samples, new StackTreeOptions { Weight = profile.Profile.Resolve(weight) });
}
