using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

/// <summary>The selection of moments from bursts.</summary>
public class MomentSelectionTests
{
    [Fact]
    public void A_burst_longer_than_the_maximum_is_not_reported()
    {
        TimeRange burst = At(20, 3);
        Profile profile = PlantedProfile.Build(new PlantedSpec { Bursts = [burst] });
        SampleFeatures features = FeaturesOf(profile, PlantedProfile.Function);
        MomentCandidate moment = Assert.Single(Find(profile.Select(), features, new MomentOptions { LongestBurst = TimeSpan.FromSeconds(5) }));
        Assert.Equal(MomentKind.Burst, moment.Kind);
        Assert.InRange(moment.Range.Duration, 2.9 * TimeRange.NanosecondsPerSecond, 3.1 * TimeRange.NanosecondsPerSecond);
        Assert.Empty(Find(profile.Select(), features));
    }

    // Short-lived threads are not anomalies.
    [Fact]
    public void A_thread_that_exists_in_one_burst_only_is_not_reported()
    {
        TimeRange[] bursts = PlantedProfile.BurstsAt(4, 200_000_000, 60, 2);
        SampleSelection Select(params TimeRange[] at) =>
            PlantedProfile.Build(new PlantedSpec { Cpus = 2, Change = PlantedChange.Thread, Strength = 1, Bursts = at }).Select();
        Assert.Empty(Find(Select(bursts[1]), SampleFeatures.None));
        IReadOnlyList<MomentCandidate> found = Find(Select(bursts), SampleFeatures.None);
        Assert.Equal(4, found.Count);
        Assert.All(found, m => Assert.Equal((MomentKind.Burst, -1), (m.Kind, m.Feature)));
    }

    // Each second except the first has a burst of another function. Equal bursts are normal; one whose score exceeds three times the median is a moment.
    [Fact]
    public void Bursts_that_most_seconds_contain_are_not_reported()
    {
        Assert.Empty(FindBursts(40, second => second == 0 ? 0 : 0.1));
        MomentCandidate moment = Assert.Single(FindBursts(40, second => second == 25 ? 0.49 : second == 0 ? 0 : 0.1));
        Assert.Equal((MomentKind.Burst, 25), (moment.Kind, moment.Feature));
    }

    [Fact]
    public void Bursts_that_few_seconds_contain_are_reported()
    {
        IReadOnlyList<MomentCandidate> moments = FindBursts(40, second => second % 4 == 2 ? 0.1 : 0);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 2 + (4 * i)), moments.Select(m => m.Feature).Order());
        Assert.All(moments, m => Assert.Equal(MomentKind.Burst, m.Kind));
    }

    // Two hundred samples per second. From the middle of each second, for that length in seconds, they run a function that occurs only then.
    private static IReadOnlyList<MomentCandidate> FindBursts(int seconds, Func<int, double> lengthAt)
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId thread = builder.AddThread(1, 1, "app");
        StackId Stack(string name) => builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));
        StackId usual = Stack("usual");
        StackId[] others = [.. Enumerable.Range(0, seconds).Select(second => Stack($"f{second}"))];
        for (int i = 0; i < seconds * 200; i++)
        {
            int second = i / 200;
            builder.AddSample(i * 5_000_000L, i % 200 >= 100 && i % 200 < 100 + (200 * lengthAt(second)) ? others[second] : usual, thread, 0, cycles);
        }
        Profile profile = builder.Build();
        var features = new SampleFeatures(seconds, profile.Stacks.Count, stack => Array.IndexOf(others, stack) is >= 0 and int second ? [second] : []);
        return Find(profile.Select(), features);
    }

    private static SampleFeatures FeaturesOf(Profile profile, string function) =>
        new(1, profile.Stacks.Count, stack => profile.Stacks.GetFrames(stack).Any(f => profile.GetFrameName(f) == function) ? [0] : []);

    private static TimeRange At(double start, double length)
    {
        long from = PlantedProfile.StartTime + (long)(start * TimeRange.NanosecondsPerSecond);
        return new TimeRange(from, from + (long)(length * TimeRange.NanosecondsPerSecond));
    }

    private static IReadOnlyList<MomentCandidate> Find(SampleSelection samples, SampleFeatures features, MomentOptions? options = null) =>
        MomentFinder.FindCandidates(samples, features, options ?? new MomentOptions(), default);
}
