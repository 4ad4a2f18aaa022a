using FlameScope.Analysis;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Finds the ranges of this view that differ from the rest: bursts, periodic activity, start-up and gaps.</summary>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The moments in descending order of their scores. Empty if the profile is steady or no sample has a time.</returns>
    /// <remarks>
    /// Each sample counts as 1; <see cref="Weight"/> is ignored. The method and its limits are described in <c>docs/moments.md</c>.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The search was canceled.</exception>
    public IReadOnlyList<Moment> FindMoments(MomentOptions? options = null, CancellationToken cancellationToken = default) =>
        MomentFinder.Find(Selection, options, cancellationToken);
}
