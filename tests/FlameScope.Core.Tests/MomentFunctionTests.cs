using FlameScope.Analysis;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>The functions of moments.</summary>
public class MomentFunctionTests
{
    // All functions differ slightly between a burst and the rest. Only significant differences are listed.
    [Fact]
    public void A_moment_lists_only_functions_that_differ_significantly()
    {
        foreach (int seed in new[] { 1, 2, 3 })
        {
            TimeRange burst = new(PlantedProfile.StartTime + (20 * TimeRange.NanosecondsPerSecond), PlantedProfile.StartTime + (20 * TimeRange.NanosecondsPerSecond) + 300_000_000);
            Profile profile = PlantedProfile.Build(new PlantedSpec { Cpus = 2, Seconds = 40, Bursts = [burst], Seed = seed });
            Moment moment = Assert.Single(new ProfileView(profile).FindMoments());
            Assert.Equal(["planted", "planted_0", "planted_1", "planted_2"], moment.Functions.Order(StringComparer.Ordinal));
            Assert.Equal("planted", moment.Functions[0]);
        }
    }

    // Every five seconds "tick" has 80 samples, but once only two of ten. Without the period, these two would not be significant.
    [Fact]
    public void A_periodic_moment_lists_its_function_where_a_single_occurrence_is_not_significant()
    {
        const int Weak = 5;
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId thread = builder.AddThread(1, 1, "app");
        StackId Stack(string name) => builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));
        StackId tick = Stack("tick"), other = Stack("other");
        for (int i = 0; i < 50 * 200; i++)
        {
            int turn = i / 1000, offset = (i % 1000) - 500;
            bool isTick = turn == Weak ? offset is 0 or 9 : offset is >= 0 and < 80;
            builder.AddSample(i * 5_000_000L, isTick ? tick : other, thread, 0, cycles);
        }
        Moment[] moments = [.. new ProfileView(builder.Build()).FindMoments().OrderBy(m => m.From)];
        Assert.Equal(10, moments.Length);
        Assert.All(moments, m => Assert.Equal((MomentKind.Periodic, "tick"), (m.Kind, Assert.Single(m.Functions))));
        Assert.Equal(10, moments[Weak].SampleCount);
    }
}
