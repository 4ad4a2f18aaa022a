using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The numbers of a selection.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="Omitted">The number of further samples, of the rarest stacks, which a store leaves out where a range has too many; 0 for a file.</param>
/// <param name="Total">The sum of the values of the samples.</param>
/// <param name="All">The sum of the values without the range of time; <c>null</c> for a range of a store, which does not count the others.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Cpus">The average number of busy processors; <c>null</c> if it is unknown.</param>
/// <param name="Busiest">The thread names with the largest values.</param>
/// <param name="MixedUnits">The events whose units differ; <c>null</c> if they do not.</param>
internal sealed record SelectionBody(string Version, long Samples, long Omitted, long Total, long? All, string Unit, double? Cpus, NamedValueBody[] Busiest, string? MixedUnits);

/// <summary>A value of a thread name.</summary>
/// <param name="Comm">The thread name.</param>
/// <param name="Value">The value.</param>
internal sealed record NamedValueBody(string Comm, long Value);

/// <summary>Computes the numbers of a selection.</summary>
internal sealed class SelectionAnswer(QueryParameters query) : ProfileAnswer, IStoreAnswer
{
    private const int BusiestCount = 5;

    private readonly ProfileQuery _query = ProfileQuery.Read(query);

    public override ProfileQuery? Query => _query;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        Profile of = profile.Profile;
        SampleSelection anyTime = _query.SelectAnyTime(profile);
        SampleSelection samples = anyTime.Within(_query.RangeOf(profile));
        SampleWeight weight = _query.WeightOf(profile);
        return Reply.OfJson(
            new SelectionBody(
                profile.File.Version,
                samples.GetTotal(SampleWeight.Samples),
                profile.OmittedSamples,
                samples.GetTotal(weight),
                profile.IsOfRange && _query.HasRange ? null : anyTime.GetTotal(weight),
                samples.GetUnit(weight),
                AverageCpus(samples, of),
                Busiest(samples, weight),
                samples.DescribeMixedUnits(weight)),
            ApiJson.Default.SelectionBody);
    }

    // The stacks of all hours of a service take an engine long, and a number of samples does not need them.
    public async Task<Reply?> AnswerAsync(StoreProfiles profiles, ServedFile file, CancellationToken cancellationToken)
    {
        StoreEntry entry = file.Store!;
        if (_query.HasRange || !_query.IsCountedByStores || entry.IsSmall) return null;
        SubsecondHeatmap map = await Heatmaps.OfStoreAsync(profiles, file, _query, entry.Range, 1, StoreGrid.LongColumn, cancellationToken).ConfigureAwait(false);
        SubsecondHeatmap samples = _query.StoreWeight == SampleWeight.Samples
            ? map
            : await profiles.GetHeatmapAsync(file, _query, entry.Range, new HeatmapOptions { Rows = 1, ColumnLength = StoreGrid.LongColumn }, cancellationToken).ConfigureAwait(false);
        return Reply.OfJson(new SelectionBody(file.Version, samples.Total, 0, map.Total, map.Total, map.Unit, null, [], null), ApiJson.Default.SelectionBody);
    }

    private static double? AverageCpus(SampleSelection samples, Profile profile)
    {
        if (!profile.HasTimes) return null;
        TimeRange range = samples.Range.Intersect(new TimeRange(profile.Origin, profile.LastTime!.Value + 1));
        return range.IsEmpty ? null : CpuUsage.OverTime(samples, range.Start, range.End, 1)?.Values[0];
    }

    private static NamedValueBody[] Busiest(SampleSelection samples, SampleWeight weight)
    {
        Profile profile = samples.Profile;
        ReadOnlySpan<long> weights = profile.GetWeights(weight);
        var sums = new long[profile.Comms.Count];
        foreach (int sample in samples)
        {
            sums[profile.Threads[profile.Samples.Threads[sample]].Comm.Value] += weights.IsEmpty ? 1 : weights[sample];
        }
        return
        [
            .. sums.Select((value, comm) => new NamedValueBody(profile.Comms[new CommId(comm)], value))
                .Where(named => named.Value > 0)
                .OrderByDescending(named => named.Value)
                .ThenBy(named => named.Comm, StringComparer.Ordinal)
                .Take(BusiestCount),
        ];
    }
}
