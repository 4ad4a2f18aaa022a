using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

/// <summary>All numbers of a few comparisons, compared with a file. It shows each change of the method; the other tests tell whether they are right.</summary>
public class FunctionChangesGoldenTests
{
    private static readonly TimeRange Burst = At(4, 0.4);

    [Fact]
    public void A_range_is_compared_with_the_rest() => Check("rest", p => FunctionChanges.Compare(p, Burst, Baseline.Rest));

    [Fact]
    public void A_range_is_compared_with_another_one() =>
        Check("range", p => FunctionChanges.Compare(p, Burst, Baseline.Range(At(1, 2)), SampleWeight.Period, 2));

    [Fact]
    public void Two_recordings_are_compared() => Check("recordings", p => FunctionChanges.Compare(
        p.Within(At(0, 5)), PlantedProfile.Build(Spec(2, PlantedChange.NewCaller) with { Bursts = [At(2, 0.3)] }).Select(), maximumExplanations: 8));

    [Fact]
    public void Trees_are_compared() => Check("trees", p => FunctionChanges.Compare(
        StackTree.From(p.Within(Burst)), StackTree.From(p, new StackTreeOptions { Grouping = StackGrouping.None })));

    private static void Check(string name, Func<SampleSelection, FunctionChanges> compare)
    {
        FunctionChanges changes = compare(PlantedProfile.Build(Spec(1, PlantedChange.NewFunction)).Select());
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant(
            $"{changes.TargetSampleCount} {changes.BaselineSampleCount} samples, {changes.TargetTotal} {changes.BaselineTotal} {changes.Unit}, {changes.Explanations.Count} explanations\n"));
        foreach (FunctionChange row in changes.Rows)
        {
            text.Append(FormattableString.Invariant($"{row.Name} {row.Presence} adjusted {row.AdjustedPValue:G6} explains {row.ExplanationPValue:G6}"));
            foreach (ShareChange c in (ShareChange[])[row.Self, row.Total])
            {
                text.Append(FormattableString.Invariant(
                    $" | {c.Target} {c.Baseline} {c.TargetShare:G6} {c.BaselineShare:G6} in {c.Low:G6} {c.High:G6} p {c.PValue:G6}"));
            }
            text.Append(" | ").AppendJoin(";", row.Path).Append('\n');
        }
        GoldenFile.Check($"changes-{name}.txt", text.ToString());
    }

    private static PlantedSpec Spec(int seed, PlantedChange change) => new() { Seconds = 8, Change = change, Bursts = [Burst, At(6, 0.1)], Seed = seed };

    private static TimeRange At(double start, double length)
    {
        long from = PlantedProfile.StartTime + (long)(start * TimeRange.NanosecondsPerSecond);
        return new TimeRange(from, from + (long)(length * TimeRange.NanosecondsPerSecond));
    }
}
