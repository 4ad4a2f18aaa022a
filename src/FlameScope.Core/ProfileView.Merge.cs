using FlameScope.Model;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>A view of several profiles as one, such as the recordings of many machines: all samples but the idle ones.</summary>
    /// <param name="profiles">The profiles; see <see cref="Profile.Merge(Profile, Profile)"/> for what becomes of them.</param>
    /// <param name="clock">On which clock times count.</param>
    /// <param name="cancellationToken">Stops merging.</param>
    /// <exception cref="ArgumentException">
    /// Times are to be moved and a profile that has times does not tell enough for it, or they would not fit 64 bits.
    /// </exception>
    /// <exception cref="OverflowException">All periods together, or the counts of lost samples or of a diagnostic, do not fit a <see cref="long"/>.</exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events.</exception>
    /// <exception cref="OperationCanceledException">Merging was stopped.</exception>
    public static ProfileView MergeAll(Profile[] profiles, MergeClock clock = MergeClock.AsRecorded, CancellationToken cancellationToken = default) =>
        new(Profile.MergeAll(profiles, new ProfileMergeOptions { Clock = clock }, cancellationToken));
}
