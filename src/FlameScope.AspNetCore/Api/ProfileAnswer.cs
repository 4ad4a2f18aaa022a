namespace FlameScope.AspNetCore;

/// <summary>A question about a profile, read from the parameters of a request before the profile is.</summary>
internal abstract class ProfileAnswer
{
    /// <summary>The parameters that select samples; <c>null</c> if the answer is not about a selection.</summary>
    public virtual ProfileQuery? Query => null;

    /// <summary>The baseline of a comparison; <c>null</c> if the answer compares nothing.</summary>
    public virtual BaselineQuery? Baseline => null;

    /// <summary>Indicates whether the answer needs threads, processors or times, which the counted stacks of a store do not have.</summary>
    public virtual bool NeedsSamples => false;

    /// <summary>The name of the profile that is compared; <c>null</c> for none.</summary>
    public virtual string? BaselineProfile => Baseline?.Profile;

    /// <summary>Computes the answer. Its body may be computed when it is written.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="baseline">The profile that is compared; <paramref name="profile"/> if there is no other.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public abstract Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken);
}
