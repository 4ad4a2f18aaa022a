using FlameScope.Analysis;
using FlameScope.Model;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Proposes the ranges of this view that are worth a look: bursts, what comes periodically, start-up, gaps.</summary>
    /// <param name="options">What counts as a moment; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The moments, most telling first; few or none when the profile is steady. Empty when no sample has a time.</returns>
    /// <remarks>Each sample counts one, whatever <see cref="Weight"/> says. <c>docs/moments.md</c> has the method and its limits.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public IReadOnlyList<Moment> FindMoments(MomentOptions? options = null, CancellationToken cancellationToken = default)
    {
        var functions = new FunctionFeatures(Selection);
        IReadOnlyList<Moment> found = MomentFinder.Find(Selection, functions.Traits, options, cancellationToken);
        var moments = new Moment[found.Count];
        for (int i = 0; i < moments.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Moment moment = found[i];
            moments[i] = new Moment
            {
                Range = moment.Range,
                From = SecondsOf(moment.Range.Start),
                To = SecondsOf(moment.Range.End),
                Kind = moment.Kind,
                Score = moment.Score,
                SampleCount = moment.SampleCount,
                Period = moment.Period / (double)TimeRange.NanosecondsPerSecond,
                RepeatCount = moment.RepeatCount,
                Functions = functions.Telling(moment.Range, moment.Kind == MomentKind.Periodic ? moment.Trait : -1),
            };
        }
        return moments;
    }

    private double SecondsOf(long time) => (double)((decimal)(time - Profile.Origin) / TimeRange.NanosecondsPerSecond);
}
