using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

/// <summary>Arguments are checked where they are given, and the exception names the parameter.</summary>
public sealed class ArgumentTests
{
    private static readonly Profile Profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main", "f")]);

    [Fact]
    public void Arguments_that_are_null_throw()
    {
        SampleSelection samples = Profile.Select();
        StackTree tree = StackTree.From(Profile);
        AssertNull("tree", () => FunctionTable.From(null!));
        AssertNull("tree", () => FunctionTable.GetGroups(null!));
        AssertNull("path", () => tree.Find(null!));
        AssertNull("selection", () => FlameChart.From(null!, 1));
        AssertNull("samples", () => Baseline.Samples(null!));
        AssertNull("samples", () => StackTreeDiff.Compare(null!, TimeRange.All, Baseline.Rest));
        AssertNull("baseline", () => StackTreeDiff.Compare(samples, TimeRange.All, null!));
        AssertNull("target", () => StackTreeDiff.Compare(null!, samples));
        AssertNull("baseline", () => StackTreeDiff.Compare(samples, (SampleSelection)null!));
        AssertNull("target", () => StackTreeDiff.Compare(null!, tree));
        AssertNull("baseline", () => StackTreeDiff.Compare(tree, null!));
        AssertNull("next", () => StackTransform.Invert.Then(null!));
        AssertNull("samples", () => StackTransform.Invert.Apply(null!));
        AssertNull("samples", () => StackTransform.Standard.Apply(null!));
        AssertNull("s", () => StackTransform.Parse(null!));
        AssertNull("function", () => StackTransform.Focus(null!));
        AssertNull("function", () => StackTransform.Callees(null!));
        AssertNull("function", () => StackTransform.Callers(null!));
    }

    [Fact]
    public void The_name_of_a_function_must_not_be_empty()
    {
        Assert.Throws<ArgumentException>("function", () => StackTransform.Focus(""));
        Assert.Throws<ArgumentException>("function", () => StackTransform.Callees(""));
        Assert.Throws<ArgumentException>("function", () => StackTransform.Callers(""));
    }

    private static void AssertNull(string parameter, Func<object?> call) => Assert.Throws<ArgumentNullException>(parameter, () => call());
}
