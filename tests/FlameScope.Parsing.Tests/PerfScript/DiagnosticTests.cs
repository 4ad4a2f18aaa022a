using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Lines that cannot be read are reported and do not affect other lines.</summary>
public class DiagnosticTests
{
    private const string Text = "é 1 1.500000: x:\n\t 7f1 f\nrubbish \u001b[31m\n\n\t 7f1 lost (/bin/x)\na 1 1.600000: x:\nmore rubbish\n";

    [Fact]
    public void Reason_count_lines_and_text()
    {
        Profile profile = PerfScript.Parse(Text);
        Assert.Equal(2, profile.Samples.Count);
        ReadDiagnostic unreadable = profile.Diagnostics[0], stray = profile.Diagnostics[1];
        Assert.Equal(("neither an event nor a frame", 2L, "rubbish  [31m"), (unreadable.Reason, unreadable.Count, unreadable.Text));
        Assert.Equal([3L, 7L], unreadable.Lines);
        Assert.Equal(("frame without an event", 1L), (stray.Reason, stray.Count));
        Assert.Equal([5L], stray.Lines);
    }

    [Fact]
    public void A_diagnostic_contains_the_first_five_lines()
    {
        ReadDiagnostic diagnostic = Assert.Single(PerfScript.Parse("a 1 1.500000: x:\n" + string.Concat(Enumerable.Repeat("rubbish\n", 100))).Diagnostics);
        Assert.Equal(100, diagnostic.Count);
        Assert.Equal([2L, 3L, 4L, 5L, 6L], diagnostic.Lines);
    }

    [Theory]
    [InlineData("a 1 9223372036.000000: x:\n", "time beyond 64 bits of nanoseconds, sample kept without a time")]
    [InlineData("a 1 1.500000: 9223372036854775808 x:\n", "period beyond 64 bits, by itself or in the sum: counted as 1, or as 0 where no more fits")]
    [InlineData("a 1 1.500000: 9223372036854775806 x:\na 1 1.500000: 2 x:\n", "period beyond 64 bits, by itself or in the sum: counted as 1, or as 0 where no more fits")]
    [InlineData("a 1 1.500000: PERF_RECORD_LOST lost many\n", "lost record without a number")]
    public void Numbers_out_of_range_are_reported(string text, string reason)
    {
        Profile profile = PerfScript.Parse(text);
        Assert.Equal((reason, 1L), (profile.Diagnostics[0].Reason, profile.UnreadableCount));
    }

    [Fact]
    public void Strict_mode_throws_at_the_first_fault_with_line_and_byte()
    {
        var strict = new ProfileReadOptions { Strict = true };
        var fault = Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(Text, strict));
        Assert.Equal((3L, 26L), (fault.Line, fault.ByteOffset));
        Assert.Equal("line 3: neither an event nor a frame: rubbish  [31m", fault.Message);
        Assert.Equal(1, PerfScript.Parse("a 1 1.500000: x:\n\t 7f1 f\n", strict).Samples.Count);
    }

    [Theory]
    [InlineData("Warning:")]
    [InlineData("Processed 4346 events and lost 144 chunks!")]
    [InlineData("[ perf record: Woken up 3 times to write data ]")]
    public void Messages_are_neither_samples_nor_faults(string message)
    {
        Profile profile = PerfScript.Parse($"{message}\n\na 1 1.500000: x:\n{message}\n\t 7f1 f\n");
        Assert.Equal((1, 0L), (profile.Samples.Count, profile.UnreadableCount));
        Assert.Equal(2, profile.Stacks.Count);
    }
}
