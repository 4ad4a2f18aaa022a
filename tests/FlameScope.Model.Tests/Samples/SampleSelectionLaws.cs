using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

public class SampleSelectionLaws
{
    private static Arbitrary<SampleSelection> Selections => Arb.From(
        from specs in ProfileGenerators.Samples.Generator
        from repeats in Gen.Elements(1, 7, 30)
        from filter in Gen.Elements(SampleFilter.Default, SampleFilter.All, new SampleFilter { Cpu = 1 }, new SampleFilter { Comm = "java" })
        from range in Ranges.Generator
        select ProfileSpec.Build(Enumerable.Repeat(specs, repeats).SelectMany(s => s)).Select(filter).Within(range));

    private static Arbitrary<TimeRange> Ranges => Arb.From(
        from start in Gen.Choose(0, 130)
        from end in Gen.Choose(0, 160)
        from all in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select all ? TimeRange.All : new TimeRange(start * 100_000_000L, Math.Max(start, end) * 100_000_000L));

    [Fact]
    public void Enumerator_array_count_mask_and_Contains_agree() => Prop.ForAll(Selections, selection =>
    {
        var walked = new List<int>();
        foreach (int sample in selection) walked.Add(sample);
        int[] contained = [.. Enumerable.Range(-1, selection.Profile.Samples.Count + 2).Where(selection.Contains)];
        ulong[] mask = selection.Mask.ToArray();
        int[] masked =
        [
            .. Enumerable.Range(selection.Start, selection.End - selection.Start)
                .Where(i => mask.Length == 0 || (mask[i / 64] >> (i % 64) & 1) == 1),
        ];
        return walked.SequenceEqual(contained) && walked.SequenceEqual(masked) && walked.SequenceEqual(selection.ToArray())
            && walked.Count == selection.Count;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Totals_are_the_sums_over_the_samples() => Prop.ForAll(Selections, selection =>
        selection.GetTotal(SampleWeight.Samples) == selection.Count
        && selection.GetTotal(SampleWeight.Period) == selection.ToArray().Sum(i => selection.Profile.Samples[i].Period)).QuickCheckThrowOnFailure();

    [Fact]
    public void Within_takes_those_whose_time_is_in_the_range() => Prop.ForAll(Selections, Ranges, (selection, range) =>
    {
        int[] expected =
        [
            .. selection.ToArray().Where(i => range == TimeRange.All || (selection.Profile.Samples[i].Time is { } time && range.Contains(time))),
        ];
        SampleSelection within = selection.Within(range);
        return within.ToArray().SequenceEqual(expected) && within.Count == expected.Length && within.Within(range).ToArray().SequenceEqual(expected)
            && within.Range == selection.Range.Intersect(range);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_selection_cut_at_any_time_is_the_sum_of_both_parts() => Prop.ForAll(
        Selections, Arb.From(Gen.Choose(0, 160).Select(t => t * 100_000_000L)), (selection, cut) =>
        {
            SampleSelection before = selection.Within(new TimeRange(long.MinValue, cut)), after = selection.Within(new TimeRange(cut, long.MaxValue));
            return before.ToArray().Concat(after.ToArray()).SequenceEqual(selection.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_exhausted_enumerator_stays_exhausted() => Prop.ForAll(Selections, selection =>
    {
        SampleSelection.Enumerator samples = selection.GetEnumerator();
        while (samples.MoveNext())
        {
        }
        return !samples.MoveNext() && !samples.MoveNext();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_difference_has_the_samples_that_only_the_first_selection_has() => Prop.ForAll(Selections, Ranges, (selection, range) =>
    {
        SampleSelection[] others =
        [
            selection.Within(range), selection, selection.Profile.Select(SampleFilter.All).Within(range),
            selection.Profile.Select(new SampleFilter { Cpu = 1 }).Within(range),
        ];
        return others.All(other =>
        {
            SampleSelection rest = selection.Except(other);
            return rest.ToArray().SequenceEqual(selection.ToArray().Where(i => !other.Contains(i))) && rest.Range == selection.Range;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_intersection_has_the_samples_that_both_selections_have() => Prop.ForAll(Selections, Ranges, (selection, range) =>
    {
        SampleSelection[] others =
        [
            selection.Within(range), selection, selection.Profile.Select(SampleFilter.All).Within(range),
            selection.Profile.Select(new SampleFilter { Cpu = 1 }).Within(range),
        ];
        return others.All(other =>
        {
            SampleSelection both = selection.Intersect(other);
            int[] expected = [.. selection.ToArray().Where(other.Contains)];
            return both.ToArray().SequenceEqual(expected) && other.Intersect(selection).ToArray().SequenceEqual(expected)
                && both.Range == selection.Range.Intersect(other.Range);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Selections_of_different_profiles_cannot_be_combined()
    {
        SampleSelection one = ProfileSpec.Build([]).Select(), other = ProfileSpec.Build([]).Select();
        Assert.Throws<ArgumentException>(() => one.Except(other));
        Assert.Throws<ArgumentException>(() => one.Intersect(other));
    }

    [Fact]
    public void A_weight_that_the_profile_does_not_have_is_refused() =>
        Assert.Throws<ArgumentException>(() => ProfileSpec.Build([ProfileSpec.Sample(1, "a")]).Select().GetTotal(SampleWeight.Value("bytes")));
}
