using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Generated text of perf gives the samples that it was generated from.</summary>
public class GeneratedTextTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void The_samples_equal_the_printed_ones() => Check(text =>
    {
        Profile profile = PerfScript.Parse(text.ToBytes());
        Assert.Equal(text.Samples.Select(s => s.ToString()), ExpectedSample.Of(profile).Select(s => s.ToString()));
    });

    [Fact]
    public void Only_lines_that_are_skipped_are_reported() => Check(text => Assert.Equal(text.Skipped, PerfScript.Parse(text.ToBytes()).UnreadableCount));

    [Fact]
    public void Lost_samples_are_counted() => Check(text => Assert.Equal(text.Lost, PerfScript.Parse(text.ToBytes()).LostCount));

    [Fact]
    public void The_samples_of_simpleperf_equal_the_printed_ones()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            PerfTextCase text = new SimpleperfTextMaker(new Random(seed)).Make(1 + (seed % 5));
            Profile profile = ProfileFormats.Default.Parse(text.ToBytes());
            Assert.Equal(text.Samples.Select(s => s.ToString()), ExpectedSample.Of(profile).Select(s => s.ToString()));
            Assert.Equal((text.Skipped, text.Lost), (profile.UnreadableCount, profile.LostCount));
        }
    }

    [Fact]
    public void The_output_of_another_command_is_refused_by_its_name()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            OtherToolText foreign = new OtherToolTextMaker(new Random(seed)).Make();
            byte[] text = Encoding.UTF8.GetBytes(foreign.Text);
            ProfileFormatException refused = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(text));
            Assert.True(refused.Message.Contains(foreign.Command, StringComparison.Ordinal), $"seed {seed}: {refused.Message}\n{foreign.Text}");
        }
    }

    private static void Check(Action<PerfTextCase> body) => Prop.ForAll(PerfTextGenerator.Texts, body).Check(Many);
}
