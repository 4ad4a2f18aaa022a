using FlameScope.Analysis;

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
    public IReadOnlyList<Moment> FindMoments(MomentOptions? options = null, CancellationToken cancellationToken = default) =>
        MomentFinder.Find(Selection, options, cancellationToken);
}
