using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

/// <summary>Arguments are checked where they are given, and the exception names the parameter.</summary>
public class ArgumentTests
{
    private static readonly Profile Profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main", "f")]);

    [Fact]
    public void Arguments_that_are_null_throw()
    {
        SampleSelection samples = Profile.Select();
        StackTree tree = StackTree.From(Profile);
        AssertNull("selection", () => MomentFinder.Find(null!));
        AssertNull("samples", () => FunctionChanges.Compare(null!, TimeRange.All, Baseline.Rest));
        AssertNull("baseline", () => FunctionChanges.Compare(samples, TimeRange.All, null!));
        AssertNull("target", () => FunctionChanges.Compare(null!, samples));
        AssertNull("baseline", () => FunctionChanges.Compare(samples, (SampleSelection)null!));
        AssertNull("target", () => FunctionChanges.Compare(null!, tree));
        AssertNull("baseline", () => FunctionChanges.Compare(tree, null!));
    }

    [Fact]
    public void Negative_maxima_and_trees_of_other_values_throw()
    {
        SampleSelection samples = Profile.Select();
        StackTree tree = StackTree.From(Profile);
        Assert.Throws<ArgumentOutOfRangeException>("maximumExplanations", () => FunctionChanges.Compare(samples, samples, maximumExplanations: -1));
        Assert.Throws<ArgumentOutOfRangeException>("maximumExplanations", () => FunctionChanges.Compare(tree, tree, -1));
        foreach (StackTreeOptions options in (StackTreeOptions[])[new() { Weight = SampleWeight.Period }, new() { Reversed = true }])
        {
            StackTree other = StackTree.From(Profile, options);
            Assert.Throws<ArgumentException>(() => FunctionChanges.Compare(other, tree));
            Assert.Throws<ArgumentException>(() => FunctionChanges.Compare(tree, other));
        }
        RentedStackTree rented = new StackTreeBuilder(Profile).Rent(TimeRange.All);
        rented.Dispose();
        Assert.Throws<ArgumentException>(() => FunctionChanges.Compare(rented.Tree, tree));
        Assert.Throws<ArgumentException>(() => FunctionChanges.Compare(tree, rented.Tree));
    }

    private static void AssertNull(string parameter, Func<object?> call) => Assert.Throws<ArgumentNullException>(parameter, () => call());
}
