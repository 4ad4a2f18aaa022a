using FlameScope.TestData;
using Xunit;

namespace FlameScope.Model.Tests;

public sealed class ProfileWithStacksTests
{
    private static readonly Profile Source = ProfileSpec.Build(
    [
        new SampleSpec(2_000_000_000, "app", 1, 1, 0, "cycles", 7, ["main", "f"]),
        new SampleSpec(1_000_000_000, "app", 1, 2, 1, "cycles", 5, ["main"]),
        new SampleSpec(3_000_000_000, "swapper", 0, 0, 1, "cycles", 1, ["k_start", "default_idle"]),
    ]);

    [Fact]
    public void A_profile_with_the_samples_of_another_has_its_own_stacks()
    {
        Profile profile = AllOnOneStack(out StackId stack);
        for (int i = 0; i < Source.Samples.Count; i++) Assert.Equal(Source.Samples[i] with { Stack = stack }, profile.Samples[i]);
        Assert.Equal((Source.Format, Source.IdleCount, Source.Origin), (profile.Format, profile.IdleCount, profile.Origin));
        Assert.Equal("everything", Assert.Single(profile.GetStackNames(stack)));
        Assert.Equal(2, profile.Select().Count);
    }

    [Fact]
    public void Selections_are_transferred_to_the_other_profile_and_back()
    {
        Profile profile = AllOnOneStack(out _);
        SampleSelection late = Source.Select().Within(new TimeRange(1_500_000_000, 9_000_000_000));
        SampleSelection over = late.SelectionOn(profile);
        Assert.Equal((late.Count, late.Range), (over.Count, over.Range));
        Assert.Equal(late.ToArray(), over.SelectionOn(Source).ToArray());
        Assert.Throws<ArgumentException>(() => late.SelectionOn(ProfileSpec.Build([])));
    }

    [Fact]
    public void Samples_are_selected_by_their_stacks()
    {
        StackId wanted = Source.Samples.Stacks[1];
        bool[] takes = [.. Enumerable.Range(0, Source.Stacks.Count).Select(i => i == wanted.Value)];
        Assert.Equal([1], Source.Select().WhereStacks(takes).ToArray());
        Assert.Empty(Source.Select().Within(new TimeRange(0, 1_500_000_000)).WhereStacks(takes).ToArray());
        Assert.Throws<ArgumentException>(() => Source.Select().WhereStacks([true]));
    }

    [Fact]
    public void Invalid_stacks_and_builders_throw()
    {
        Assert.Throws<ArgumentException>(() => new ProfileBuilder().BuildWithSamplesOf(Source, []));
        StackId[] unknown = [.. Enumerable.Repeat(new StackId(1), Source.Stacks.Count)];
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileBuilder().BuildWithSamplesOf(Source, unknown));
        var spent = new ProfileBuilder();
        spent.Build();
        Assert.Throws<InvalidOperationException>(() => spent.BuildWithSamplesOf(Source, new StackId[Source.Stacks.Count]));
        var full = new ProfileBuilder();
        full.AddSample(1, StackId.Empty, full.AddThread(1, 1, "a"), null, full.AddEvent("e"));
        Assert.Throws<InvalidOperationException>(() => full.BuildWithSamplesOf(Source, new StackId[Source.Stacks.Count]));
    }

    private static Profile AllOnOneStack(out StackId stack)
    {
        var builder = new ProfileBuilder();
        stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("everything"), ModuleId.None, FrameKind.User));
        return builder.BuildWithSamplesOf(Source, [.. Enumerable.Repeat(stack, Source.Stacks.Count)]);
    }
}
