using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Core.Tests;

public class FunctionChangeWeightTests
{
    [Theory]
    [InlineData("samples", 2, 1)]
    [InlineData("period", 30, 70)]
    public void Changes_have_the_weight_of_the_view(string name, long target, long baseline)
    {
        var weight = SampleWeight.Parse(name);
        ProfileView view = new ProfileView(ProfileSpec.Build(
        [
            new(0, "app", 1, 1, 0, "cycles", 10, ["main", "a"]),
            new(500_000_000, "app", 1, 1, 0, "cycles", 20, ["main", "b"]),
            new(1_500_000_000, "app", 1, 1, 0, "cycles", 70, ["main", "c"]),
        ])).WeightedBy(weight);
        foreach (Analysis.FunctionChanges changes in new[] { view.Between(0, 1).GetChanges(FlameGraph.Baseline.Rest), view.Between(0, 1).GetChanges(view.Between(1, 2)) })
        {
            Assert.Equal(weight, changes.Weight);
            Assert.Equal((target, baseline), (changes.TargetTotal, changes.BaselineTotal));
        }
    }
}
