using System.Globalization;
using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the limits: reaching one is accepted, exceeding it throws, independently of the blocks.</summary>
public class LimitTests
{
    private const string Event = "a 1 1.500000: x:\n";

    public static TheoryData<string, ProfileReadOptions, string, int> Limits => new()
    {
        { Line(1024), new ProfileReadOptions { MaximumLineLength = 1024 }, "MaximumLineLength", 2 },
        { "\t 7f1 f" + new string(' ', 1024), new ProfileReadOptions { MaximumLineLength = 1024 }, "MaximumLineLength", 2 },
        { "\t 7f1 f\n\t 7f2 g\n\t 7f3 h", new ProfileReadOptions { MaximumFrames = 2 }, "MaximumFrames", 4 },
        { "\t 7f1 f->g->h (/tmp/perf-1.map)", new ProfileReadOptions { MaximumFrames = 2 }, "MaximumFrames", 2 },
        { "\t 7f1 f\n\t 7f1 " + new string('s', 21), new ProfileReadOptions { MaximumSymbolLength = 20 }, "MaximumSymbolLength", 3 },
        { "\t 7f1 f\n\t 7f1 f\n\t 7f1 g\n\t 7f1 h", new ProfileReadOptions { MaximumSymbols = 3 }, "MaximumSymbols", 5 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Exceeding_a_limit_throws_with_the_line(string frames, ProfileReadOptions options, string name, int line)
    {
        foreach (string end in new[] { "", "\n", "\n\n", "\n\nb 2 1.600000: x:\n" })
        {
            byte[] text = Encoding.UTF8.GetBytes(Event + frames + end);
            foreach (int block in new[] { 1, 7, 1000, 1 << 20 })
            {
                var fault = Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(text, block, options));
                Assert.Contains(name, fault.Message, StringComparison.Ordinal);
                Assert.Equal(line, fault.Line);
            }
            Assert.Equal(line, Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(text, options)).Line);
        }
    }

    [Theory]
    [InlineData("\t 7f1 f\n\t 7f2 g\n\n")]
    [InlineData("\t 7f1 f\n\t 7f2 g")]
    public void Reaching_a_limit_does_not_throw(string frames)
    {
        var options = new ProfileReadOptions { MaximumFrames = 2, MaximumSymbols = 3, MaximumSymbolLength = 1, MaximumLineLength = 1024 };
        Assert.Equal(3, PerfScript.Parse(Event + frames, options).Symbols.Count);
        Assert.Equal(1, PerfScript.Parse(Event + Line(1023), options with { MaximumSymbolLength = 2000 }).Samples.Count);
    }

    // The parts of the line are cached then.
    [Fact]
    public void A_first_line_that_is_too_long_throws_even_if_its_parts_are_cached()
    {
        const string Known = "bash 1 [001] 1.000000: 1 cycles:\n\n";
        string text = Known + Known + "bash 1 [001] 3.000000: " + new string(' ', 2000) + "1 cycles:\n\n";
        var fault = Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(text, new ProfileReadOptions { MaximumLineLength = 1024 }));
        Assert.Contains("MaximumLineLength", fault.Message, StringComparison.Ordinal);
        Assert.Equal(5, fault.Line);
    }

    [Fact]
    public void The_sum_of_the_periods_is_limited()
    {
        var profile = PerfScript.Parse("a 1 1.500000: 9223372036854775806 x:\n\na 1 1.600000: x:\n\na 1 1.700000: x:\n\na 1 1.800000: 7 x:\n\n");
        Assert.Equal([9223372036854775806, 1, 0, 0], profile.Samples.Periods.ToArray());
        Assert.Equal(2, Assert.Single(profile.Diagnostics).Count);
    }

    [Fact]
    public void More_events_than_a_profile_can_contain_throw()
    {
        var text = new StringBuilder();
        for (int i = 0; i <= 65_536; i++) text.Append(CultureInfo.InvariantCulture, $"a 1 1.500000: e{i}:\n");
        Assert.Equal(65_537, Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(text.ToString())).Line);
    }

    [Fact]
    public void A_long_line_of_many_candidates_is_parsed_in_linear_time()
    {
        var text = new StringBuilder(new string(' ', 400_000));
        for (int i = 0; i < 60_000; i++) text.Append("1 abcd: ");
        byte[] line = Encoding.UTF8.GetBytes(text.ToString());
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(line));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Options_out_of_range_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileReadOptions { BlockSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileReadOptions { MaximumLineLength = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileReadOptions { MaximumCompressionRatio = -1 });
    }

    private static string Line(int length) => "\t 7f1 " + new string('s', length - "\t 7f1 ".Length + 1);
}
