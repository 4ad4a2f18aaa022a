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
        Profile profile = PlantedProfile.Build(spec);
        var text = new StringBuilder();
        foreach (Moment m in MomentFinder.Find(profile.Select(), options))
        {
            text.Append(FormattableString.Invariant(
                $"{m.Kind} {m.Range.Start - profile.Origin} {m.Range.End - profile.Origin} score {m.Score:G6} samples {m.SampleCount}"));
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
}
