namespace FlameScope.AspNetCore;

/// <summary>A question about a profile, read from the parameters of a request before the profile is.</summary>
internal abstract class ProfileAnswer
{
    /// <summary>The name of the profile that is compared; <c>null</c> for none.</summary>
    public virtual string? BaselineProfile => null;

    /// <summary>Computes the answer. Its body may be computed when it is written.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="baseline">The profile that is compared; <paramref name="profile"/> if there is no other.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public abstract Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken);
}
