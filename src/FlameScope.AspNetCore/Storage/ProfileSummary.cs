using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>What a list shows of a profile that was parsed.</summary>
/// <param name="Samples">The number of samples, including idle ones.</param>
/// <param name="Duration">The time from the first to the last sample in nanoseconds; <c>null</c> without times.</param>
/// <param name="ValueTypes">The names of the values of samples.</param>
internal sealed record ProfileSummary(long Samples, long? Duration, IReadOnlyList<string> ValueTypes)
{
    public static ProfileSummary Of(Profile profile) => new(
        profile.Select(SampleFilter.All).GetTotal(SampleWeight.Samples),
        profile.HasTimes ? profile.LastTime - profile.FirstTime : null,
        [.. profile.Weights.Select(weight => weight.ToString())]);
}
