using FlameScope.Model;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Merges several profiles into one, for example recordings of several machines.</summary>
    /// <param name="profiles">The profiles; see <see cref="Profile.Merge(Profile, Profile)"/> for the result.</param>
    /// <param name="clock">The clock that the times of the merged profile refer to.</param>
    /// <param name="cancellationToken">Cancels the merge.</param>
    /// <returns>A view of all samples except the idle ones.</returns>
    /// <exception cref="ArgumentException">
    /// The times have to be shifted, and a profile that has times lacks the information for it, or the shifted times do not fit 64 bits.
    /// </exception>
    /// <exception cref="OverflowException">
    /// The sum of all periods, or the count of lost samples or of a diagnostic, does not fit a <see cref="long"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The merged profile would have more than 65,536 events.</exception>
    /// <exception cref="OperationCanceledException">The merge was canceled.</exception>
    public static ProfileView MergeAll(
        IEnumerable<Profile> profiles, MergeClock clock = MergeClock.AsRecorded, CancellationToken cancellationToken = default) =>
        new(Profile.MergeAll(profiles, new ProfileMergeOptions { Clock = clock }, cancellationToken));

    /// <inheritdoc cref="MergeAll(IEnumerable{Profile}, MergeClock, CancellationToken)"/>
    /// <remarks>PowerShell converts arrays of objects to this type, but not to a sequence of profiles.</remarks>
    public static ProfileView MergeAll(Profile[] profiles, MergeClock clock = MergeClock.AsRecorded, CancellationToken cancellationToken = default) =>
        MergeAll((IEnumerable<Profile>)profiles, clock, cancellationToken);
}
