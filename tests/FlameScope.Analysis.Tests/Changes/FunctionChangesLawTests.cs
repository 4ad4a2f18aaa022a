using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Analysis.Tests;

public sealed class FunctionChangesLawTests
{
    /// <summary>Samples of two sides.</summary>
    public sealed record Sides(SampleSpec[] Target, SampleSpec[] Baseline, SampleWeight Weight)
    {
        public FunctionChanges Changes => Of(Target, Baseline, Weight);

        public static FunctionChanges Of(SampleSpec[] target, SampleSpec[] baseline, SampleWeight weight) => FunctionChanges.Compare(
            ProfileSpec.Build(target).Select(SampleFilter.All), ProfileSpec.Build(baseline).Select(SampleFilter.All), weight);
    }

    private static readonly Arbitrary<Sides> All = Arb.From(
        from target in ProfileGenerators.Samples.Generator
        from baseline in ProfileGenerators.Samples.Generator
        from weight in Gen.Elements(new[] { SampleWeight.Samples, SampleWeight.Period })
        select new Sides(target, baseline, weight));

    [Fact]
    public void Rows_equal_a_count_of_the_functions_of_both_sides() => Check(s =>
    {
        FunctionChanges changes = s.Changes;
        string[] names = [.. s.Target.Concat(s.Baseline).SelectMany(x => x.Frames).Distinct()];
        if (changes.Rows.Count != names.Length) return false;
        return changes.Rows.All(row =>
        {
            var target = (Self: Sum(s.Target, x => x.Frames is [.., var leaf] && leaf == row.Name), Total: Sum(s.Target, x => x.Frames.Contains(row.Name)));
            var baseline = (Self: Sum(s.Baseline, x => x.Frames is [.., var leaf] && leaf == row.Name), Total: Sum(s.Baseline, x => x.Frames.Contains(row.Name)));
            DiffPresence presence = !s.Target.Any(x => x.Frames.Contains(row.Name)) ? DiffPresence.Gone
                : !s.Baseline.Any(x => x.Frames.Contains(row.Name)) ? DiffPresence.New : DiffPresence.Both;
            return (row.Self.Target, row.Total.Target, row.Self.Baseline, row.Total.Baseline, row.Presence)
                == (target.Self, target.Total, baseline.Self, baseline.Total, presence);
        });
        long Sum(SampleSpec[] samples, Func<SampleSpec, bool> has) => samples.Where(has).Sum(x => s.Weight == SampleWeight.Period ? x.Period : 1);
    });

    [Fact]
    public void Values_are_in_range_and_intervals_contain_the_change() => Check(s =>
        s.Changes.Rows.All(r => r.AdjustedPValue >= r.Total.PValue && r.AdjustedPValue <= 1 && Sound(r.Self) && Sound(r.Total))
        && new Sides(s.Target, s.Baseline, SampleWeight.Samples).Changes.Rows.All(r => Holds(r.Self) && Holds(r.Total)));

    [Fact]
    public void Exchanging_the_sides_negates_every_change_and_keeps_every_p_value() => Check(s =>
    {
        Dictionary<(string, FrameKind), FunctionChange> others = Sides.Of(s.Baseline, s.Target, s.Weight).Rows.ToDictionary(r => (r.Name, r.Kind));
        return s.Changes.Rows.All(r => others[(r.Name, r.Kind)] is var o && Turned(r.Self, o.Self) && Turned(r.Total, o.Total) && r.AdjustedPValue == o.AdjustedPValue);
    });

    [Fact]
    public void A_side_does_not_differ_from_itself_or_from_copies_of_itself() => Check(s =>
    {
        FunctionChanges same = Sides.Of(s.Target, s.Target, s.Weight);
        FunctionChanges more = Sides.Of(s.Target, [.. s.Target, .. s.Target, .. s.Target], s.Weight);
        return same.Explanations.Count == 0 && more.Explanations.Count == 0
            && same.Rows.Concat(more.Rows).All(r => r.Self.PValue == 1 && r.Total.PValue == 1 && !r.IsSignificant && Math.Abs(r.Total.Delta) < 1e-12);
    });

    [Fact]
    public void Explanations_come_first_and_end_their_paths() => Check(s =>
    {
        FunctionChanges changes = Sides.Of([.. Enumerable.Repeat(s.Target, 20).SelectMany(x => x)], [.. Enumerable.Repeat(s.Baseline, 20).SelectMany(x => x)], s.Weight);
        return changes.Rows.Take(changes.Explanations.Count).SequenceEqual(changes.Explanations)
            && changes.Explanations.All(r => r.Path[^1] == r.Name)
            && changes.Rows.Skip(changes.Explanations.Count).All(r => r.Path.Count == 0);
    });

    // Stacks and the side of each sample are random, so every significant difference is a false alarm.
    [Trait("Category", "Slow")]
    [Fact]
    public void Random_halves_of_a_profile_rarely_differ()
    {
        var random = new Random(20260114);
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"f{i}")];
        int low = 0, tested = 0, families = 0, leading = 0;
        const int Splits = 400;
        for (int split = 0; split < Splits; split++)
        {
            var sides = new List<SampleSpec>[] { [], [] };
            double part = split % 2 == 0 ? 0.5 : 0.1;
            for (int i = 0; i < 600; i++)
            {
                // Squared, so that some functions are common and others rare.
                string[] frames = [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => names[(int)(Math.Pow(random.NextDouble(), 2) * names.Length)])];
                sides[random.NextDouble() < part ? 0 : 1].Add(new SampleSpec(i, "a", 1, 1, 0, "cycles", 1, frames));
            }
            FunctionChanges changes = Sides.Of([.. sides[0]], [.. sides[1]], SampleWeight.Samples);
            tested += changes.Rows.Count;
            low += changes.Rows.Count(r => r.Total.PValue <= FunctionChanges.Level);
            if (changes.Rows.Any(r => r.IsSignificant)) families++;
            if (changes.Explanations.Count > 0) leading++;
        }
        // Three standard deviations above the level: sqrt(0.05 * 0.95 / 400) is 0.011.
        Assert.InRange((double)low / tested, 0.02, 0.05);
        Assert.InRange((double)families / Splits, 0, 0.05 + 0.033);
        Assert.InRange((double)leading / Splits, 0, 0.05 + 0.033);
    }

    private static bool Sound(ShareChange c) =>
        c.PValue is >= 0 and <= 1 && c.TargetShare is >= 0 and <= 1 && c.BaselineShare is >= 0 and <= 1 && c.Low is >= -1 and <= 1 && c.High is >= -1 and <= 1;

    private static bool Holds(ShareChange c) => c.Low <= c.Delta + 1e-12 && c.High >= c.Delta - 1e-12;

    private static bool Turned(ShareChange a, ShareChange b) =>
        a.Delta == -b.Delta && a.PValue == b.PValue && Math.Abs(a.Low + b.High) < 1e-12 && Math.Abs(a.High + b.Low) < 1e-12;

    private static void Check(Func<Sides, bool> law) => Prop.ForAll(All, law).QuickCheckThrowOnFailure();
}
