using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Whatever perf can print is read as it was printed.</summary>
public class GeneratedTextTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Samples_are_those_that_were_printed() => Check(text =>
    {
        Profile profile = PerfScript.Parse(text.ToBytes());
        Assert.Equal(text.Samples.Select(s => s.ToString()), ExpectedSample.Of(profile).Select(s => s.ToString()));
    });

    [Fact]
    public void Messages_are_reported_and_nothing_else_is() => Check(text =>
    {
        Profile profile = PerfScript.Parse(text.ToBytes());
        Assert.Equal(text.Messages, profile.UnreadableCount);
        Assert.All(profile.Diagnostics, d => Assert.Equal("message of perf among the samples", d.Reason));
    });

    [Fact]
    public void Lost_samples_are_counted() => Check(text => Assert.Equal(text.Lost, PerfScript.Parse(text.ToBytes()).LostCount));

    private static void Check(Action<PerfTextCase> body) => Prop.ForAll(PerfTextGenerator.Texts, body).Check(Many);
}
