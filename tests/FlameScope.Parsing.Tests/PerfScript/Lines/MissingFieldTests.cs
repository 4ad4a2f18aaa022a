using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the output of <c>perf script -F</c> without some fields, in the columns that perf uses.</summary>
public class MissingFieldTests
{
    private const string Chain = "\n\t           9618c free_it\n\t               0 [unknown]\n\n";

    [Theory]
    [InlineData("sh 20125 " + Chain, "", 1)]
    [InlineData("sh 20125 cpu-clock:ppp: " + Chain, "cpu-clock:ppp", 1)]
    [InlineData("sh 20125   10101010 " + Chain, "", 10101010)]
    [InlineData("sh 20125 661057220104 " + Chain, "", 661057220104)]
    [InlineData("sh     5/20125   661057220104 " + Chain, "", 661057220104)]
    [InlineData("sh   20125         661057220104 " + Chain, "", 661057220104)]
    [InlineData("sh 20125   10101010 cycles: " + Chain, "cycles", 10101010)]
    public void Without_a_time(string text, string name, long period)
    {
        ExpectedSample sample = PerfTexts.Only(text);
        Assert.Equal((null, "sh", 20125, name, period), (sample.Time, sample.Comm, sample.Tid ?? 0, sample.Event, sample.Period));
        Assert.Equal(["free_it", "[unknown]"], sample.Frames.Select(f => f.Symbol));
    }

    [Theory]
    [InlineData("              dd 20351  ffffffff816c0c6a cp_it\n", 1)]
    [InlineData("              dd 20351   10101010  ffffffff816c0c6a cp_it\n", 10101010)]
    [InlineData("              dd     5/7      661057220104      7f5e3f578944 cp_it\n", 661057220104)]
    [InlineData("              dd     5/7      661057220104  ffffffff816c0c6a cp_it\n", 661057220104)]
    [InlineData("              dd     5/7         7f5e3f578944 cp_it\n", 1)]
    [InlineData("              dd 20351 cycles:  ffffffff816c0c6a cp_it\n", 1)]
    public void Without_a_time_and_a_call_chain(string line, long period)
    {
        ExpectedSample[] samples = PerfTexts.All(line + line);
        Assert.Equal(2, samples.Length);
        Assert.All(samples, s => Assert.Equal(("dd", period, "cp_it"), (s.Comm, s.Period, Assert.Single(s.Frames).Symbol)));
    }

    [Theory]
    [InlineData("              dd  3468.539091: cpu-clock:ppp: \n")]
    [InlineData("              dd  3468.539091: cpu-clock:ppp:      5650757ba8e7 main\n")]
    [InlineData("              dd 2026-11-22 06:36:48.123456  3468.539091: cpu-clock:ppp:      5650757ba8e7 main\n")]
    public void Samples_without_ids_and_without_blank_lines(string line)
    {
        ExpectedSample[] samples = PerfTexts.All(line + line);
        Assert.Equal(2, samples.Length);
        Assert.All(samples, s => Assert.Equal(("dd", null, 3_468_539_091_000), (s.Comm, s.Tid, s.Time)));
    }

    [Theory]
    [InlineData(" 3468.539091: \n\t           9618c free_it\n\n")]
    [InlineData(" 3468.539091:             9618c free_it\n")]
    public void A_time_alone(string text)
    {
        ExpectedSample sample = PerfTexts.Only(text);
        Assert.Equal("free_it", Assert.Single(sample.Frames).Symbol);
        Assert.Equal("", sample.Comm);
    }

    [Fact]
    public void Without_symbols_or_modules()
    {
        Assert.Equal(new ExpectedFrame("[unknown]", "", Model.FrameKind.Unknown), PerfTexts.Frame("           9618c"));
        Assert.Equal(new ExpectedFrame("[unknown]", "/bin/x", Model.FrameKind.User), PerfTexts.Frame("           9618c (/bin/x)"));
        Assert.Equal(new ExpectedFrame("main", "", Model.FrameKind.Unknown), PerfTexts.Frame("           9618c main+0x1"));
    }

    [Fact]
    public void A_number_at_the_end_of_a_thread_name_before_the_column_of_ids_is_part_of_the_name()
    {
        ExpectedSample sample = PerfTexts.Only("C2 Thread 2    1234 cycles: " + Chain);
        Assert.Equal(("C2 Thread 2", 1234, 1), (sample.Comm, sample.Tid, sample.Period));
        Assert.Equal("12/34", PerfTexts.Only("           12/34    1512 sched:sched_switch: \n").Comm);
    }
}
