using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

/// <summary>
/// All that is found in a few short profiles, compared with a file. It shows each change of the method; <see cref="MomentTests"/> tells whether the
/// results are right.
/// </summary>
public class MomentGoldenTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, (PlantedSpec Spec, MomentOptions Options)> Cases = new()
    {
        ["new-function"] = (new() { Seconds = 24, Bursts = PlantedProfile.BurstsAt(4, 90_000_000, 24, 1) }, new()),
        ["rare-function"] = (new() { Seconds = 24, Change = PlantedChange.RareFunction, Bursts = PlantedProfile.BurstsAt(4, 150_000_000, 24, 2) }, new()),
        ["new-caller"] = (new() { Seconds = 24, Cpus = 1, Change = PlantedChange.NewCaller, Bursts = PlantedProfile.BurstsAt(3, 200_000_000, 24, 3) }, new()),
        ["thread"] = (new() { Seconds = 24, Change = PlantedChange.Thread, Bursts = PlantedProfile.BurstsAt(3, 250_000_000, 24, 4) }, new()),
        ["rise"] = (new() { Seconds = 24, Cpus = 4, Busy = 0.3, Strength = 1, Change = PlantedChange.Rise, Bursts = PlantedProfile.BurstsAt(4, 300_000_000, 24, 5) }, new()),
        ["runs"] = (new() { Seconds = 24, Busy = 0.6, RunLength = 4, Bursts = PlantedProfile.BurstsAt(3, 120_000_000, 24, 6) }, new()),
        ["periodic"] = (new() { Seconds = 26, Bursts = [.. Enumerable.Range(0, 8).Select(i => At(2 + (i * 3.0), 0.12))] }, new()),
        ["startup-and-burst"] = (new() { Seconds = 30, Bursts = [At(0, 2.5), At(14, 0.1)] }, new()),
        ["weak"] = (new() { Seconds = 24, Strength = 0.3, Bursts = PlantedProfile.BurstsAt(4, 150_000_000, 24, 7) }, new MomentOptions { FalseAlarms = 5, MinimumSamples = 3 }),
        ["long"] = (new() { Seconds = 24, Bursts = [At(9, 2.2)] }, new MomentOptions { LongestBurst = TimeSpan.FromSeconds(4), MaximumCount = 3 }),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void All_that_is_found_equals_the_file(string name)
    {
        (PlantedSpec spec, MomentOptions options) = Cases[name];
        Check(name, PlantedProfile.Build(spec).Select(), options);
    }

    [Fact]
    public void Moments_among_processes_that_come_and_go_equal_the_file() =>
        Check("processes", MomentProcessTests.Build([MomentProcessTests.At(8.3, 0.1), MomentProcessTests.At(25.65, 0.1)], withService: true), new MomentOptions { FalseAlarms = 2 });

    // With many false alarms, the order of moments with nearly equal scores is part of the result.
    [Fact]
    public void Many_uncertain_moments_equal_the_file() => Check(
        "uncertain",
        PlantedProfile.Build(new PlantedSpec { Seconds = 30, Cpus = 3, Busy = 0.7, RunLength = 6, Strength = 0.4, Bursts = PlantedProfile.BurstsAt(5, 100_000_000, 30, 8) }).Select(),
        new MomentOptions { FalseAlarms = 100, MinimumSamples = 3, MaximumCount = 200 });

    [Fact]
    public void Gaps_and_bursts_in_a_phase_equal_the_file()
    {
        TimeRange phase = At(0, 6), burst = At(3, 0.2);
        TimeRange[] gaps = [At(9, 0.4), At(15, 1.2), At(19.5, 0.15)];
        Profile steady = PlantedProfile.Build(new PlantedSpec { Seconds = 24, Bursts = [At(12, 0.1)] });
        Check("gaps", Rebuild(steady, row => gaps.Any(g => g.Contains(row.Time)) ? null
            : burst.Contains(row.Time) ? row with { Names = ["burst", .. row.Names] }
            : phase.Contains(row.Time) ? row with { Names = ["phase", .. row.Names] } : row));
    }

    // Rows that stand for several samples, some of them at one time, of threads without a processor.
    [Fact]
    public void Rows_with_counts_and_equal_times_equal_the_file()
    {
        Profile planted = PlantedProfile.Build(new PlantedSpec { Seconds = 24, Bursts = PlantedProfile.BurstsAt(3, 150_000_000, 24, 9) });
        Check("counts", Rebuild(planted, row => row with { Cpu = null, Time = row.Time / 5_000_000 * 5_000_000, Count = (row.Time / 1000 % 3) + 1 }));
    }

    // Adds the rows of a profile, changed. Rows whose change is null are left out.
    private static SampleSelection Rebuild(Profile profile, Func<Row, Row?> change)
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            ThreadInfo thread = profile.Threads[profile.Samples.Threads[i]];
            string[] names = [.. profile.Stacks.GetFrames(profile.Samples.Stacks[i]).Select(profile.GetFrameName)];
            if (change(new Row(profile.Samples.Times[i], profile.Samples.Cpus[i], 1, names)) is not { } row) continue;
            StackId stack = StackId.Empty;
            foreach (string name in row.Names) stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));
            builder.AddSample(new SampleRow
            {
                Time = row.Time,
                Cpu = row.Cpu,
                Count = row.Count,
                Stack = stack,
                Thread = builder.AddThread(thread.Pid, thread.Tid, "worker"),
                Event = cycles,
            });
        }
        return builder.Build().Select();
    }

    private static void Check(string name, SampleSelection samples, MomentOptions? options = null)
    {
        long origin = samples.Profile.Origin;
        var text = new StringBuilder();
        foreach (Moment m in MomentFinder.Find(samples, options))
        {
            text.Append(FormattableString.Invariant(
                $"{m.Kind} {m.Range.Start - origin} {m.Range.End - origin} score {m.Score:G6} samples {m.SampleCount}"));
            if (m.Kind == MomentKind.Periodic) text.Append(FormattableString.Invariant($" period {m.Period.TotalSeconds:G6} repeats {m.RepeatCount}"));
            text.Append(": ").AppendJoin(", ", m.Functions).Append('\n');
        }
        GoldenFile.Check($"moments-{name}.txt", text.ToString());
    }

    private static TimeRange At(double start, double length)
    {
        long from = PlantedProfile.StartTime + (long)(start * TimeRange.NanosecondsPerSecond);
        return new TimeRange(from, from + (long)(length * TimeRange.NanosecondsPerSecond));
    }

    private sealed record Row(long Time, int? Cpu, long Count, string[] Names);
}
