using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

/// <summary>Moments by times, threads and given features. <see cref="MomentTests"/> tests moments by functions.</summary>
public class MomentFinderTests
{
    [Fact]
    public void A_rise_of_load_is_found_by_times_alone()
    {
        TimeRange[] bursts = PlantedProfile.BurstsAt(4, 200_000_000, 60, 2);
        Profile profile = PlantedProfile.Build(new PlantedSpec { Hertz = 99, Cpus = 8, Busy = 0.3, Change = PlantedChange.Rise, Strength = 1, Bursts = bursts });
        IReadOnlyList<MomentCandidate> moments = Find(profile.Select(), SampleFeatures.None);
        Assert.Equal(4, moments.Count);
        Assert.All(moments, m => Assert.Equal(-1, m.Feature));
        Assert.All(bursts, burst => Assert.Contains(moments, m => m.Range.Intersect(burst).Duration > burst.Duration * 0.8));
    }

    [Fact]
    public void A_burst_of_a_feature_is_found_only_with_the_feature()
    {
        TimeRange[] bursts = PlantedProfile.BurstsAt(4, 200_000_000, 60, 2);
        Profile profile = PlantedProfile.Build(new PlantedSpec { Cpus = 2, Bursts = bursts });
        Assert.Empty(Find(profile.Select(), SampleFeatures.None));

        bool IsPlanted(StackId stack) => profile.Stacks.GetFrames(stack).Any(f => profile.GetFrameName(f) == PlantedProfile.Function);
        var features = new SampleFeatures(1, profile.Stacks.Count, stack => IsPlanted(stack) ? [0] : []);
        IReadOnlyList<MomentCandidate> moments = Find(profile.Select(), features);
        Assert.Equal(4, moments.Count);
        Assert.All(moments, m => Assert.Equal(0, m.Feature));
        Assert.All(bursts, burst => Assert.Contains(moments, m => m.Range.Intersect(burst).Duration > burst.Duration * 0.8));
    }

    [Fact]
    public void Features_that_are_not_ascending_or_out_of_range_throw()
    {
        Assert.Throws<ArgumentException>(() => new SampleFeatures(2, 1, _ => [1, 0]));
        Assert.Throws<ArgumentException>(() => new SampleFeatures(2, 1, _ => [1, 1]));
        Assert.Throws<ArgumentException>(() => new SampleFeatures(2, 1, _ => [2]));
        Assert.Throws<ArgumentException>(() => new SampleFeatures(2, 1, _ => [-1]));
        Assert.Equal([0, 1], new SampleFeatures(2, 1, _ => [0, 1]).Of(StackId.Empty).ToArray());
        Assert.Empty(SampleFeatures.None.Of(new StackId(7)).ToArray());
    }

    private static IReadOnlyList<MomentCandidate> Find(SampleSelection samples, SampleFeatures features, MomentOptions? options = null) =>
        MomentFinder.FindCandidates(samples, features, options ?? new MomentOptions(), default);
}
