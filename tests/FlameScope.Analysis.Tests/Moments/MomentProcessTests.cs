using FlameScope.Model;
using Xunit;

namespace FlameScope.Analysis.Tests;

/// <summary>Moments of profiles in which processes come and go.</summary>
public class MomentProcessTests
{
    private const int Hertz = 200;
    private const int Seconds = 40;
    private const int ServiceProcess = 100_000;

    [Fact]
    public void Processes_that_come_and_go_are_not_moments() => Assert.Empty(Find([], withService: false));

    [Fact]
    public void A_new_function_in_a_running_process_is_found_among_processes_that_come_and_go()
    {
        var bursts = new[] { At(8.3, 0.1), At(25.65, 0.1) };
        Moment[] moments = Find(bursts, withService: true);
        foreach (TimeRange burst in bursts)
        {
            Moment moment = Assert.Single(moments, m => m.Range.Intersect(burst).Duration * 2 > Math.Max(m.Range.Duration, burst.Duration));
            Assert.Equal((MomentKind.Burst, "burst"), (moment.Kind, moment.Functions[0]));
        }
        Assert.Equal(2, moments.Length);
    }

    [Fact]
    public void A_burst_in_a_phase_is_found_in_addition_to_the_phase()
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId thread = builder.AddThread(1, 1, "app");
        StackId usual = Push(builder, StackId.Empty, "usual"), start = Push(builder, StackId.Empty, "start"), inner = Push(builder, start, "inner");
        TimeRange phase = At(0, 5), burst = At(3, 0.2);
        for (int i = 0; i < Seconds * Hertz; i++)
        {
            long time = TimeOf(i);
            builder.AddSample(time, burst.Contains(time) ? inner : phase.Contains(time) ? start : usual, thread, 0, cycles);
        }
        IReadOnlyList<Moment> moments = MomentFinder.Find(builder.Build().Select());
        Assert.Equal([MomentKind.Burst, MomentKind.Startup], moments.Select(m => m.Kind));
        Assert.Equal("inner", moments[0].Functions[0]);
        Assert.InRange(moments[0].Range.Start, burst.Start - 5_000_000, burst.Start + 5_000_000);
        Assert.InRange(moments[1].Range.End, phase.End - 5_000_000, phase.End + 5_000_000);
    }

    // The first process is the start-up.
    private static Moment[] Find(TimeRange[] bursts, bool withService) =>
        [.. MomentFinder.Find(Build(bursts, withService)).Where(m => m.Kind != MomentKind.Startup)];

    // Each half second, another process runs on the first processor, with functions of its own. A service runs on the second one.
    internal static SampleSelection Build(TimeRange[] bursts, bool withService)
    {
        var random = new Random(1);
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        StackId main = Push(builder, StackId.Empty, "main");
        StackId[] usual = [.. Enumerable.Range(0, 8).Select(i => Push(builder, main, $"usual_{i}"))];
        StackId burst = Push(builder, main, "burst");
        for (int i = 0; i < Seconds * Hertz; i++)
        {
            int id = i / (Hertz / 2);
            StackId own = Push(builder, main, $"tool_{id}_{random.Next(3)}");
            builder.AddSample(TimeOf(i), own, builder.AddThread(id + 1, id + 1, "tool"), 0, cycles);
            if (!withService) continue;
            long time = TimeOf(i) + 1_000_000;
            StackId stack = bursts.Any(b => b.Contains(time)) && random.NextDouble() < 0.8 ? burst : usual[random.Next(usual.Length)];
            builder.AddSample(time, stack, builder.AddThread(ServiceProcess, ServiceProcess, "service"), 1, cycles);
        }
        return builder.Build().Select();
    }

    private static StackId Push(ProfileBuilder builder, StackId parent, string name) =>
        builder.AddStack(parent, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));

    private static long TimeOf(int sample) => sample * (TimeRange.NanosecondsPerSecond / Hertz);

    internal static TimeRange At(double start, double length) =>
        new((long)(start * TimeRange.NanosecondsPerSecond), (long)((start + length) * TimeRange.NanosecondsPerSecond));
}
