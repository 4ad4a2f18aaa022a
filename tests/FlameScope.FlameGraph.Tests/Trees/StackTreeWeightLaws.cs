using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public class StackTreeWeightLaws
{
    private static readonly Arbitrary<TimeRange> Ranges = Arb.From(Gen.Frequency(
        (1, Gen.Constant(TimeRange.All)),
        (3, from start in Gen.Choose(0, 40) from length in Gen.Choose(0, 30) select new TimeRange(start * 250_000_000L, (start + length) * 250_000_000L))));

    [Fact]
    public void Nodes_are_the_sums_of_the_values_of_their_samples_for_each_weight() => Prop.ForAll(ValuedProfile.Rows, Ranges, (rows, range) =>
    {
        Profile profile = ValuedProfile.Build(rows);
        ValuedRow[] inRange = [.. rows.Where(r => range == TimeRange.All || (r.Time is { } time && range.Contains(time)))];
        foreach (SampleWeight weight in ValuedProfile.Weights)
        {
            var options = new StackTreeOptions { Grouping = StackGrouping.None, Weight = weight, Filter = SampleFilter.All };
            foreach (StackTree tree in new[] { StackTree.From(profile, range, options), new StackTreeBuilder(profile, options).Build(range) })
            {
                Assert.Equal(inRange.Sum(r => r.ValueOf(tree.Weight)), tree.Total);
                Assert.Equal(inRange.Sum(r => r.Count), tree.SampleCount);
                for (int node = 0; node < tree.Count; node++)
                {
                    string[] path = tree.GetPath(node);
                    Assert.Equal(inRange.Where(r => r.Frames.SequenceEqual(path)).Sum(r => r.ValueOf(tree.Weight)), tree.SelfValues[node]);
                }
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_groups_of_a_label_are_its_values() => Prop.ForAll(ValuedProfile.Rows, rows =>
    {
        Profile profile = ValuedProfile.Build(rows);
        StackTree tree = StackTree.From(profile, new StackTreeOptions { GroupingLabel = "endpoint", Filter = SampleFilter.All, Weight = SampleWeight.Samples });
        var expected = rows.GroupBy(r => r.Labels.FirstOrDefault(l => l.Key == "endpoint").Text ?? "[no endpoint]")
            .OrderByDescending(g => g.Sum(r => r.Count)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(r => r.Count)));
        Assert.Equal(expected, FunctionTable.GetGroups(tree).Select(g => (g.Name, g.Total)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_group_of_a_label_with_a_number_has_its_unit()
    {
        var builder = new ProfileBuilder();
        builder.AddSample(new SampleRow
        {
            Thread = builder.AddThread(1, 1, "a"),
            Event = builder.AddEvent("alloc"),
            Labels = builder.AddLabelSet([builder.AddLabel("size", 1024, "bytes")]),
        });

        StackTree tree = StackTree.From(builder.Build(), new StackTreeOptions { GroupingLabel = "size" });

        Assert.Equal("1024 bytes", tree.GetName(1));
    }

    [Fact]
    public void Trees_have_the_default_weight_and_its_unit()
    {
        Profile profile = ValuedProfile.Build([new ValuedRow(1, "alloc", [1, 2, 3], 5, [], ["main"])], "alloc");

        var table = FunctionTable.From(StackTree.From(profile));

        Assert.Equal(("size/bytes", "bytes", 3L, 5L), (table.Weight.Name, table.Unit, table.Total, table.SampleCount));
    }

    [Fact]
    public void Trees_of_different_profiles_are_compared_by_the_weight_of_the_target()
    {
        var row = new ValuedRow(1, "wall", [4, 9], 1, [], ["main"]);
        Profile target = ValuedProfile.Build([row], "wall"), baseline = ValuedProfile.Build([row with { Values = [1, 3] }]);

        var diff = StackTreeDiff.Compare(target.Select(), baseline.Select());

        Assert.Equal((9L, 3L, "nanoseconds"), (diff.Target.Total, diff.Baseline.Total, diff.Unit));
    }
}
