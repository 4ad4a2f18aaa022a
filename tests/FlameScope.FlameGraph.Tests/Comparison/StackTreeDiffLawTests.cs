using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class StackTreeDiffLawTests
{
    /// <summary>Samples of two profiles, and the options of their trees and of the comparison.</summary>
    public sealed record Pair(SampleSpec[] Target, SampleSpec[] Baseline, StackTreeOptions Options, DiffNormalization Normalization)
    {
        public SampleSelection TargetSamples { get; } = ProfileSpec.Build(Target).Select(Options.Filter);

        public SampleSelection BaselineSamples { get; } = ProfileSpec.Build(Baseline).Select(Options.Filter);

        public StackTreeDiff Diff => StackTreeDiff.Compare(TargetSamples, BaselineSamples, Options, Normalization);
    }

    // All samples have a time and a period. Other samples have separate tests.
    private static readonly Gen<SampleSpec[]> Samples =
        ProfileGenerators.TimedSamples.Generator.Select(s => Array.ConvertAll(s, x => x with { Period = x.Period + 1 }));

    private static readonly Arbitrary<Pair> Pairs = Arb.From(
        from target in Samples
        from baseline in Samples
        from options in Cases.Options
        from normalization in Gen.Elements(Enum.GetValues<DiffNormalization>())
        select new Pair(target, baseline, options, normalization),
        p => ProfileGenerators.TimedSamples.Shrinker(p.Target).Select(s => p with { Target = s })
            .Concat(ProfileGenerators.TimedSamples.Shrinker(p.Baseline).Select(s => p with { Baseline = s })));

    [Fact]
    public void The_nodes_are_the_union_of_both_trees_in_canonical_order() => Check(p =>
    {
        StackTreeDiff diff = p.Diff;
        Dictionary<string, PlainNode> target = TreeReference.Of(diff.Target).ToDictionary(n => n.Path);
        Dictionary<string, PlainNode> baseline = TreeReference.Of(diff.Baseline).ToDictionary(n => n.Path);
        List<PlainNode> union = TreeReference.Of(p.Target.Concat(p.Baseline).Where(s => p.Options.Filter is not null || !TreeReference.IsIdle(s)), p.Options);
        if (diff.Count != union.Count) return false;
        for (int node = 0; node < union.Count; node++)
        {
            PlainNode expected = union[node];
            PlainNode? a = target.GetValueOrDefault(expected.Path), b = baseline.GetValueOrDefault(expected.Path);
            StackTreeDiffNode actual = diff.Nodes[node];
            DiffPresence presence = a is null ? DiffPresence.Gone : b is null ? DiffPresence.New : DiffPresence.Both;
            if (actual.Depth != expected.Depth || actual.Kind != expected.Kind || actual.Presence != presence
                || (actual.TargetSelf, actual.TargetTotal) != (a?.Self ?? 0, a?.Total ?? 0)
                || (actual.BaselineSelf, actual.BaselineTotal) != (b?.Self ?? 0, b?.Total ?? 0)) return false;
            if (node > 0 && !expected.Path.EndsWith($"|{actual.Name}:{actual.Kind}", StringComparison.Ordinal)) return false;
        }
        return true;
    });

    [Fact]
    public void Columns_describe_one_tree() => Check(p =>
    {
        StackTreeDiff diff = p.Diff;
        long[] target = diff.TargetSelfValues.ToArray(), baseline = diff.BaselineSelfValues.ToArray();
        for (int node = diff.Count - 1; node > 0; node--)
        {
            int parent = diff.Parents[node];
            if (parent >= node || diff.Depths[node] != diff.Depths[parent] + 1 || diff.SubtreeEnds[node] > diff.SubtreeEnds[parent]) return false;
            target[parent] += target[node];
            baseline[parent] += baseline[node];
        }
        return diff.SubtreeEnds[0] == diff.Count && diff.Parents[0] == -1
            && diff.TargetTotalValues.SequenceEqual(target) && diff.BaselineTotalValues.SequenceEqual(baseline);
    });

    [Fact]
    public void A_selection_does_not_differ_from_itself() => Check(p =>
    {
        StackTreeDiff diff = StackTreeDiff.Compare(p.TargetSamples, p.TargetSamples, p.Options, p.Normalization);
        return diff.MaximumDelta == 0 && diff.Count == diff.Target.Count
            && diff.Nodes.All(n => n.SelfDelta == 0 && n.TotalDelta == 0 && n.Presence == DiffPresence.Both
                && diff.GetFlameScopeDelta(n.Index) == 0 && diff.GetFlameScopeElided(n.Index) == 0);
    });

    // The FlameScope formula is not symmetric.
    [Fact]
    public void Exchanging_the_sides_changes_every_sign() => Check(p =>
    {
        StackTreeDiff diff = p.Diff, other = StackTreeDiff.Compare(p.BaselineSamples, p.TargetSamples, p.Options, p.Normalization);
        return diff.MaximumDelta == other.MaximumDelta && diff.Nodes.Zip(other.Nodes).All(n =>
            n.First.Name == n.Second.Name && n.First.SelfDelta == -n.Second.SelfDelta && n.First.TotalDelta == -n.Second.TotalDelta
            && (n.First.Presence == DiffPresence.New) == (n.Second.Presence == DiffPresence.Gone));
    });

    [Fact]
    public void A_delta_is_the_difference_of_the_normalized_values() => Check(p =>
    {
        StackTreeDiff diff = p.Diff;
        for (int node = 0; node < diff.Count; node++)
        {
            double self = diff.GetTargetSelf(node) - diff.GetBaselineSelf(node), total = diff.GetTargetTotal(node) - diff.GetBaselineTotal(node);
            double error = 1e-9 * (1 + diff.GetTargetTotal(node) + diff.GetBaselineTotal(node));
            if (Math.Abs(diff.GetSelfDelta(node) - self) > error || Math.Abs(diff.GetTotalDelta(node) - total) > error) return false;
        }
        return diff.Target.Total == 0 || p.Normalization != DiffNormalization.Total || diff.GetTargetTotal(0) == 1;
    });

    [Fact]
    public void Elided_and_common_values_add_up_to_the_baseline() => Check(p =>
    {
        StackTreeDiff diff = p.Diff;
        HashSet<string> target = [.. TreeReference.Of(diff.Target).Select(n => n.Path)];
        List<PlainNode> baseline = TreeReference.Of(diff.Baseline);
        for (int node = 0; node < diff.Count; node++)
        {
            if (diff.BaselineNodes[node] < 0)
            {
                if (diff.GetElidedSelf(node) != 0 || diff.ElidedTotalValues[node] != 0) return false;
                continue;
            }
            PlainNode own = baseline[diff.BaselineNodes[node]];
            IEnumerable<PlainNode> below = baseline.Where(n => n.Path == own.Path || n.Path.StartsWith(own.Path + "|", StringComparison.Ordinal));
            long common = below.Where(n => target.Contains(n.Path)).Sum(n => n.Self);
            if (diff.ElidedTotalValues[node] + common != own.Total) return false;
            if (diff.GetElidedSelf(node) != (target.Contains(own.Path) ? 0 : own.Self)) return false;
        }
        return true;
    });

    [Fact]
    public void The_FlameScope_formula_is_rounded_once_and_to_even() => Check(p =>
    {
        StackTreeDiff diff = p.Diff;
        decimal a = diff.Target.Total, b = diff.Baseline.Total;
        for (int node = 0; node < diff.Count; node++)
        {
            // A decimal holds 28 digits, and a quotient is rounded to that: halves stay halves, as the products are below 10^18.
            decimal expected = b == 0 ? 0 : diff.BaselineSelfValues[node] * a / b;
            if (diff.GetFlameScopeDelta(node) != Math.Round(diff.TargetSelfValues[node] - expected, MidpointRounding.ToEven)) return false;
            decimal elided = diff.TargetNodes[node] < 0 ? Math.Round(expected, MidpointRounding.ToEven) : 0;
            if (diff.GetFlameScopeElided(node) != elided) return false;
        }
        return true;
    });

    [Fact]
    public void A_range_and_the_rest_add_up_to_the_whole() => Prop.ForAll(Cases.All, c =>
    {
        if (c.Range.IsEmpty) return true;
        Profile profile = ProfileSpec.Build(c.Samples);
        var diff = StackTreeDiff.Compare(profile.Select(c.Options.Filter), c.Range, Baseline.Rest, c.Options);
        var whole = StackTree.From(profile, c.Options);
        if (diff.Count != whole.Count || diff.Target.SampleCount + diff.Baseline.SampleCount != whole.SampleCount) return false;
        List<PlainNode> rest = TreeReference.Of(
            TreeReference.Selected(c.Samples, TimeRange.All, c.IncludesIdle).Except(TreeReference.Selected(c.Samples, c.Range, c.IncludesIdle), ReferenceEqualityComparer.Instance)
                .Cast<SampleSpec>(),
            c.Options);
        for (int node = 0; node < diff.Count; node++)
        {
            if (diff.TargetSelfValues[node] + diff.BaselineSelfValues[node] != whole.SelfValues[node]) return false;
            if (diff.TargetTotalValues[node] + diff.BaselineTotalValues[node] != whole.TotalValues[node]) return false;
        }
        return TreeReference.Of(diff.Baseline).SequenceEqual(rest);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_durations_of_a_range_and_the_rest_add_up_to_the_whole() => Prop.ForAll(ProfileGenerators.TimedSamples, Arb.From(Cases.Range), (samples, range) =>
    {
        if (range.IsEmpty) return true;
        Profile profile = ProfileSpec.Build(samples);
        var diff = StackTreeDiff.Compare(profile.Select(SampleFilter.All), range, Baseline.Rest, null, DiffNormalization.Time);
        // An amount of 0 is replaced by 1.
        return samples.Length == 0 || Math.Abs(diff.TargetAmount + diff.BaselineAmount - (profile.LastTime!.Value + 1 - profile.FirstTime!.Value)) <= 1;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Comparing_selections_equals_comparing_their_trees() => Check(p =>
    {
        DiffNormalization normalization = p.Normalization == DiffNormalization.CpuTime && p.Options.Weight == SampleWeight.Samples ? DiffNormalization.Time : p.Normalization;
        var one = StackTreeDiff.Compare(p.TargetSamples, p.BaselineSamples, p.Options, normalization);
        var other = StackTreeDiff.Compare(StackTree.From(p.TargetSamples, p.Options), StackTree.From(p.BaselineSamples, p.Options), normalization);
        return one.Nodes.SequenceEqual(other.Nodes);
    });

    private static void Check(Func<Pair, bool> law) => Prop.ForAll(Pairs, law).QuickCheckThrowOnFailure();
}
