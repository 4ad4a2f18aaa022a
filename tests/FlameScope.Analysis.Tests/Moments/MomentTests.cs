using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

/// <summary>Moments of synthetic profiles with known bursts. <c>docs/moments.md</c> contains results for more of them.</summary>
public class MomentTests
{
    private const double Seconds = 40;

    // The recall of the method for bursts of these lengths, with a margin.
    [Trait("Category", "Slow")]
    [Theory]
    [InlineData(PlantedChange.NewFunction, 99, 1, 80, 1.0)]
    [InlineData(PlantedChange.NewFunction, 49, 2, 80, 0.9)]
    [InlineData(PlantedChange.NewFunction, 99, 2, 40, 0.9)]
    [InlineData(PlantedChange.NewFunction, 799, 1, 40, 1.0)]
    [InlineData(PlantedChange.NewFunction, 999, 2, 500, 1.0)]
    [InlineData(PlantedChange.NewFunction, 49, 8, 200, 1.0)]
    [InlineData(PlantedChange.NewCaller, 99, 2, 80, 1.0)]
    [InlineData(PlantedChange.NewCaller, 799, 2, 200, 1.0)]
    [InlineData(PlantedChange.RareFunction, 99, 2, 80, 0.9)]
    [InlineData(PlantedChange.RareFunction, 99, 8, 40, 0.9)]
    [InlineData(PlantedChange.RareFunction, 999, 1, 80, 1.0)]
    [InlineData(PlantedChange.Thread, 99, 2, 200, 0.9)]
    [InlineData(PlantedChange.Thread, 799, 1, 80, 1.0)]
    [InlineData(PlantedChange.Rise, 799, 1, 80, 0.9)]
    [InlineData(PlantedChange.Rise, 99, 8, 80, 0.9)]
    [InlineData(PlantedChange.Rise, 999, 8, 500, 0.9)]
    public void Planted_bursts_are_found_with_their_boundaries_and_few_false_alarms(PlantedChange change, int hertz, int cpus, int milliseconds, double minimumRecall)
    {
        int planted = 0, found = 0, other = 0, named = 0;
        var errors = new List<double>();
        for (int seed = 1; seed <= 3; seed++)
        {
            TimeRange[] bursts = PlantedProfile.BurstsAt(5, milliseconds * 1_000_000L, Seconds, seed);
            IReadOnlyList<Moment> moments = Find(new PlantedSpec
            {
                Hertz = hertz,
                Cpus = cpus,
                Seconds = Seconds,
                Change = change,
                Bursts = bursts,
                Busy = change == PlantedChange.Rise ? 0.3 : 1,
                Strength = change == PlantedChange.Rise ? 1 : 0.8,
                Seed = seed,
            });
            foreach (TimeRange burst in bursts)
            {
                planted++;
                if (moments.FirstOrDefault(m => m.Range.Intersect(burst).Duration * 2 > Math.Max(burst.Duration, m.Range.Duration)) is not { } moment) continue;
                found++;
                errors.Add(Math.Abs(moment.Range.Start - burst.Start) * hertz / 1e9);
                errors.Add(Math.Abs(moment.Range.End - burst.End) * hertz / 1e9);
                if (moment.Functions.Take(3).Any(name => name.StartsWith(PlantedProfile.Function, StringComparison.Ordinal))) named++;
            }
            other += moments.Count(m => !bursts.Any(burst => m.Range.Intersect(burst).Duration > 0));
        }
        errors.Sort();
        Assert.True(found >= minimumRecall * planted, $"{found} of {planted}");
        Assert.True(other <= 1, $"{other} false alarms");
        Assert.True(errors[errors.Count / 2] <= 1, $"the median boundary error is greater than {errors[errors.Count / 2]} intervals");
        if (change is PlantedChange.NewFunction or PlantedChange.NewCaller) Assert.Equal(found, named);
    }

    [Trait("Category", "Slow")]
    [Theory]
    [InlineData(49, 1, 1)]
    [InlineData(99, 2, 1)]
    [InlineData(99, 8, 1)]
    [InlineData(799, 2, 1)]
    [InlineData(999, 1, 0.5)]
    [InlineData(99, 4, 0.3)]
    public void A_steady_profile_has_almost_no_moments(int hertz, int cpus, double busy)
    {
        int found = 0;
        for (int seed = 1; seed <= 3; seed++) found += Find(new PlantedSpec { Hertz = hertz, Cpus = cpus, Busy = busy, Seconds = 100, Seed = seed }).Count;
        Assert.True(found <= 1, $"{found} in 300 s");
    }

    [Fact]
    public void A_burst_at_regular_intervals_is_periodic()
    {
        TimeRange[] bursts = [.. Enumerable.Range(0, 10).Select(i => At(3 + (i * 5.0), 0.08))];
        IReadOnlyList<Moment> moments = Find(new PlantedSpec { Hertz = 99, Cpus = 2, Seconds = 52, Bursts = bursts });
        Moment[] periodic = [.. moments.Where(m => m.Kind == MomentKind.Periodic)];
        Assert.Equal(10, periodic.Length);
        Assert.All(periodic, m => Assert.InRange(m.Period.TotalSeconds, 4.99, 5.01));
        Assert.All(periodic, m => Assert.Equal(10, m.RepeatCount));
        Assert.All(bursts, burst => Assert.Contains(periodic, m => m.Range.Intersect(burst).Duration > burst.Duration / 2));
    }

    [Fact]
    public void A_start_that_differs_from_the_rest_is_startup()
    {
        IReadOnlyList<Moment> moments = Find(new PlantedSpec { Hertz = 99, Cpus = 2, Seconds = 60, Bursts = [At(0, 3)] });
        Moment startup = Assert.Single(moments);
        Assert.Equal(MomentKind.Startup, startup.Kind);
        Assert.InRange(startup.To, 3.25, 3.35);
        Assert.StartsWith(PlantedProfile.Function, startup.Functions[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_samples_are_a_gap()
    {
        Profile steady = PlantedProfile.Build(new PlantedSpec { Hertz = 99, Cpus = 2, Seconds = 60 });
        TimeRange gap = At(20, 0.3);
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId cycles = builder.AddEvent("cycles");
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("work"), ModuleId.None, FrameKind.User));
        for (int i = 0; i < steady.Samples.Count; i++)
        {
            if (!gap.Contains(steady.Samples.Times[i])) builder.AddSample(steady.Samples.Times[i], stack, thread, steady.Samples.Cpus[i], cycles);
        }
        Moment moment = Assert.Single(MomentFinder.Find(builder.Build().Select()));
        Assert.Equal(MomentKind.Gap, moment.Kind);
        Assert.InRange(moment.Range.Start, gap.Start - 11_000_000, gap.Start);
        Assert.InRange(moment.Range.End, gap.End, gap.End + 11_000_000);
        Assert.Equal(0, moment.SampleCount);
    }

    [Fact]
    public void The_same_profile_has_the_same_moments()
    {
        PlantedSpec spec = new() { Bursts = PlantedProfile.BurstsAt(6, 100_000_000, 60, 3) };
        string[] Lines() => [.. Find(spec).Select(m => $"{m.Range} {m.Kind} {m.Score:R} {string.Join(' ', m.Functions)}")];
        Assert.Equal(Lines(), Lines());
        Assert.Equal(6, Lines().Length);
    }

    [Fact]
    public void A_moment_is_a_range_of_the_selection()
    {
        Profile profile = PlantedProfile.Build(new PlantedSpec { Bursts = [At(20, 0.2)] });
        Moment moment = Assert.Single(MomentFinder.Find(profile.Select()));
        Assert.Equal(moment.Range, profile.RangeOfSeconds(moment.From, moment.To));
        Assert.Equal(moment.SampleCount, profile.Select().Within(moment.Range).Count);
        Assert.Empty(MomentFinder.Find(profile.Select().Within(At(30, 10))));
        // A function that is filtered out has no burst; the missing samples are a gap.
        SampleSelection others = profile.Select(new SampleFilter { Exclude = PlantedProfile.Function });
        Assert.DoesNotContain(MomentFinder.Find(others), m => m.Kind == MomentKind.Burst);
    }

    [Fact]
    public void The_maximum_count_keeps_the_moments_with_the_highest_scores()
    {
        SampleSelection samples = PlantedProfile.Build(new PlantedSpec { Bursts = PlantedProfile.BurstsAt(6, 100_000_000, 60, 3) }).Select();
        IReadOnlyList<Moment> all = MomentFinder.Find(samples), two = MomentFinder.Find(samples, new MomentOptions { MaximumCount = 2 });
        Assert.Equal(all.Take(2).Select(m => m.Range), two.Select(m => m.Range));
        Assert.Equal(all.Select(m => m.Score).OrderDescending(), all.Select(m => m.Score));
    }

    [Fact]
    public void A_profile_without_a_time_span_has_no_moments()
    {
        Assert.Empty(MomentFinder.Find(new ProfileBuilder().Build().Select()));
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId cycles = builder.AddEvent("cycles");
        for (int i = 0; i < 100; i++) builder.AddSample(null, StackId.Empty, thread, null, cycles);
        for (int i = 0; i < 100; i++) builder.AddSample(5, StackId.Empty, thread, null, cycles);
        Assert.Empty(MomentFinder.Find(builder.Build().Select()));
    }

    [Fact]
    public void The_search_can_be_canceled_and_options_are_checked()
    {
        SampleSelection samples = PlantedProfile.Build(new PlantedSpec { Seconds = 5 }).Select();
        Assert.Throws<OperationCanceledException>(() => MomentFinder.Find(samples, null, new CancellationToken(true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MomentOptions { MaximumCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MomentOptions { FalseAlarms = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MomentOptions { MinimumSamples = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MomentOptions { LongestBurst = TimeSpan.FromTicks(5) });
    }

    private static IReadOnlyList<Moment> Find(PlantedSpec spec) => MomentFinder.Find(PlantedProfile.Build(spec).Select());

    private static TimeRange At(double start, double length)
    {
        long from = PlantedProfile.StartTime + (long)(start * TimeRange.NanosecondsPerSecond);
        return new TimeRange(from, from + (long)(length * TimeRange.NanosecondsPerSecond));
    }
}
