using FlameScope.Analysis;
using FlameScope.Export;
using FlameScope.Model;

namespace FlameScope;

/// <summary>Finds the moments that a report marks. The analysis and the report do not know each other.</summary>
internal static class ReportMoments
{
    // Moments that recur have an entry per occurrence.
    private const int MaximumCount = 400;

    /// <summary>Finds the moments of the samples that match a filter. If it accepts all events, those of the default event are used.</summary>
    public static IReadOnlyList<ReportMoment> Find(Profile profile, SampleFilter filter, CancellationToken cancellationToken = default)
    {
        if (!profile.HasTimes) return [];
        SampleFilter oneEvent = filter.Event == SampleFilter.AnyEvent ? filter with { Event = null } : filter;
        return Of(MomentFinder.Find(profile.Select(oneEvent), new MomentOptions { MaximumCount = MaximumCount }, cancellationToken));
    }

    private static ReportMoment[] Of(IReadOnlyList<Moment> moments) => [.. moments.Select(moment => new ReportMoment
    {
        Range = moment.Range,
        Kind = moment.Kind.ToString().ToLowerInvariant(),
        Score = moment.Score,
        SampleCount = moment.SampleCount,
        Period = moment.Period,
        RepeatCount = moment.RepeatCount,
        Functions = moment.Functions,
    })];
}
