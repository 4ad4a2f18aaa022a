using FlameScope.Analysis;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The ranges of a selection that stand out.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Moments">The moments in descending order of their scores.</param>
internal sealed record MomentsBody(string Version, MomentBody[] Moments);

/// <summary>A range that stands out.</summary>
/// <param name="From">The start in nanoseconds after the origin.</param>
/// <param name="To">The end in nanoseconds after the origin, excluded.</param>
/// <param name="Kind">The kind: <c>burst</c>, <c>periodic</c>, <c>startup</c> or <c>gap</c>.</param>
/// <param name="Score">The score.</param>
/// <param name="Functions">The functions that distinguish the range.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="RepeatCount">The number of repetitions of a periodic moment.</param>
/// <param name="Period">The period of a periodic moment in nanoseconds; 0 for others.</param>
internal sealed record MomentBody(long From, long To, string Kind, double Score, IReadOnlyList<string> Functions, long Samples, int RepeatCount, long Period);

/// <summary>Finds moments.</summary>
internal sealed class MomentsAnswer(QueryParameters query) : ProfileAnswer
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 10_000;

    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly int _limit = query.Integer("limit", 1, MaximumLimit, DefaultLimit);

    public override ProfileQuery? Query => _query;

    public override bool NeedsSamples => true;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        long origin = profile.Origin;
        IReadOnlyList<Moment> moments = MomentFinder.Find(_query.Select(profile), new MomentOptions { MaximumCount = _limit }, cancellationToken);
        return Reply.OfJson(
            new MomentsBody(
                profile.File.Version,
                [
                    .. moments.Select(moment => new MomentBody(
                        moment.Range.Start - origin,
                        moment.Range.End - origin,
                        KindOf(moment.Kind),
                        moment.Score,
                        moment.Functions,
                        moment.SampleCount,
                        moment.RepeatCount,
                        moment.Period.Ticks * TimeSpan.NanosecondsPerTick)),
                ]),
            ApiJson.Default.MomentsBody);
    }

    private static string KindOf(MomentKind kind) => kind switch
    {
        MomentKind.Periodic => "periodic",
        MomentKind.Startup => "startup",
        MomentKind.Gap => "gap",
        _ => "burst",
    };
}
