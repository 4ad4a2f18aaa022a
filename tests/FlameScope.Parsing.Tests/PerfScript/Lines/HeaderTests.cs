using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the header that <c>--header</c> prints.</summary>
public class HeaderTests
{
    private const string Header =
        "# ========\n# captured on    : Sun Nov 22 06:36:48 2026\n# header version : 1\n# hostname : box\n# os release : 6.1.0-test\n# perf version : 6.1.9\n"
        + "# arch : x86_64\n# nrcpus online : 8\n# nrcpus avail : 16\n# cpudesc : Some CPU @ 2.00GHz\n# cmdline : /usr/bin/perf record -F 99 -g -- sleep 1 \n"
        + "# event : name = cycles:ppp, type = 0, { sample_period, sample_freq } = 99, freq = 1, exclude_guest = 1\n# ========\n#\n";

    private const string Samples = "a 1 10.250000: cycles:\na 1 12.500000: cycles:\na 1 11.000000: cycles:\n";

    [Fact]
    public void Facts()
    {
        RecordingHeader header = PerfScript.Parse(Header + Samples).Header;
        Assert.Equal("/usr/bin/perf record -F 99 -g -- sleep 1", header.CommandLine);
        Assert.Equal(("box", "6.1.0-test", "x86_64"), (header.HostName, header.OsRelease, header.Architecture));
        Assert.Equal(("Some CPU @ 2.00GHz", "6.1.9"), (header.CpuDescription, header.ToolVersion));
        Assert.Equal((8, 16), (header.CpusOnline, header.CpusAvailable));
        Assert.Equal(99, header.SampleFrequency);
        Assert.StartsWith("name = cycles:ppp", Assert.Single(header.EventDescriptions), StringComparison.Ordinal);
        Assert.Contains(new HeaderFact { Name = "header version", Value = "1" }, header.Facts);
    }

    [Fact]
    public void A_fixed_period_is_not_a_frequency() =>
        Assert.Null(PerfScript.Parse("# event : name = cycles, { sample_period, sample_freq } = 4000, type = 0\n" + Samples).Header.SampleFrequency);

    [Fact]
    public void The_time_of_capture_is_assigned_to_the_last_sample()
    {
        WallClock? clock = PerfScript.Parse(Header + Samples).Header.Clock;
        Assert.Equal(WallClock.FromDate(12_500_000_000, new DateTime(2026, 11, 22, 6, 36, 48), isExact: false), clock);
        Assert.Equal(new DateTime(2026, 11, 22, 6, 36, 47), clock!.At(11_500_000_000));
    }

    [Fact]
    public void A_reference_time_is_exact_and_comes_first()
    {
        string line = "# reference time: 2026-11-22 06:36:48.123456 = 1795329408.123456 (TOD) = 12.345678901 (monotonic)\n";
        WallClock? clock = PerfScript.Parse(line + Header + Samples).Header.Clock;
        Assert.Equal(WallClock.FromDate(12_345_678_901, new DateTime(2026, 11, 22, 6, 36, 48, DateTimeKind.Utc).AddTicks(1234560), isExact: true), clock);
    }

    [Theory]
    [InlineData("# reference time: x = 999999999999.123456 (TOD) = 12.345678901 (monotonic)\n")]
    [InlineData("# reference time: x = ١٢٣.123456 (TOD) = 12.345678901 (monotonic)\n")]
    [InlineData("# captured on : Sun Nov 99 06:36:48 2026\n")]
    public void An_impossible_clock_is_ignored(string line) => Assert.Null(PerfScript.Parse(line + Samples).Header.Clock);

    [Fact]
    public void A_header_alone_is_a_profile_without_samples() => Assert.Equal(0, PerfScript.Parse(Header).Samples.Count);

    [Fact]
    public void A_text_without_a_header_has_no_facts() => Assert.Same(RecordingHeader.Empty, PerfScript.Parse(Samples).Header);
}
