using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class RentedTreeTests
{
    // A tree of samples outside the builder's filter has another index. Its memory must not be used for a tree of the builder's own.
    [Fact]
    public void A_returned_tree_of_samples_outside_the_filter_is_not_reused()
    {
        SampleSpec[] samples =
        [
            .. Enumerable.Range(0, 500).Select(i => new SampleSpec(i, i % 5 == 0 ? "other" : "app", 1, 1, 0, "cycles", 1, [$"a{i % 3}", $"b{i % 7}", $"c{i % 50}"])),
        ];
        var builder = new StackTreeBuilder(ProfileSpec.Build(samples), new StackTreeOptions { Filter = new SampleFilter { Comm = "app" } });
        SampleSelection outside = builder.Profile.Select(new SampleFilter { Comm = "other" });
        for (int i = 0; i < 10; i++)
        {
            using (RentedStackTree foreign = builder.Rent(outside.Within(new TimeRange(0, 10 + i))))
            {
                Assert.Equal(2, foreign.Tree.Nodes.Count(n => n.Depth == 1) + 1);
            }
            var range = new TimeRange(i * 10, 300 + (i * 10));
            using RentedStackTree rented = builder.Rent(range);
            Assert.Equal(TreeReference.Of(builder.Build(range)), TreeReference.Of(rented.Tree));
        }
    }
}
