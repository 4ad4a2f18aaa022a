using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class FunctionTableTests
{
    [Fact]
    public void Recursion_counts_once()
    {
        Profile profile = ProfileSpec.Build(
        [
            ProfileSpec.Sample(1, "a", "main", "f", "g", "f", "f"),
            ProfileSpec.Sample(2, "a", "main", "f"),
            ProfileSpec.Sample(3, "b", "main", "g", "f", "g"),
        ]);
        foreach (bool reversed in new[] { false, true })
        {
            FunctionTable table = FunctionTable.From(StackTree.From(profile, new StackTreeOptions { Reversed = reversed }));
            Assert.Equal(
                [new("f", FrameKind.User, 2, 3), new("g", FrameKind.User, 1, 2), new FunctionRow("main", FrameKind.User, 0, 3)],
                table.Rows);
            Assert.Equal(3, table.Total);
            Assert.Equal(3, table.SampleCount);
        }
    }

    [Fact]
    public void Equal_self_values_are_ordered_by_total_and_then_by_name()
    {
        Profile profile = ProfileSpec.Build(
        [
            ProfileSpec.Sample(1, "a", "z", "b"),
            ProfileSpec.Sample(2, "a", "z", "a"),
            ProfileSpec.Sample(3, "a", "y", "x", "c"),
        ]);
        Assert.Equal(["a", "b", "c", "z", "x", "y"], FunctionTable.From(StackTree.From(profile)).Rows.Select(r => r.Name));
    }

    [Fact]
    public void The_table_of_a_group_equals_the_table_of_its_samples() => Prop.ForAll(Cases.All, c =>
    {
        StackTreeOptions options = c.Options with { Grouping = StackGrouping.ThreadName, Filter = SampleFilter.All };
        Profile profile = ProfileSpec.Build(c.Samples);
        IReadOnlyList<FunctionGroup> groups = FunctionTable.GetGroups(StackTree.From(profile, c.Range, options));
        foreach (FunctionGroup group in groups)
        {
            StackTree alone = StackTree.From(profile, c.Range, options with { Filter = SampleFilter.All with { Comm = group.Name } });
            if (group.Total != alone.Total || !group.Rows.SequenceEqual(FunctionTable.From(alone).Rows)) return false;
        }
        return groups.Sum(g => g.Total) == StackTree.From(profile, c.Range, options).Total
            && groups.SequenceEqual(groups.OrderByDescending(g => g.Total).ThenBy(g => g.Name, StringComparer.Ordinal))
            && FunctionTable.GetGroups(StackTree.From(profile, options with { Grouping = StackGrouping.None })).Count == 0;
    }).QuickCheckThrowOnFailure();
}
