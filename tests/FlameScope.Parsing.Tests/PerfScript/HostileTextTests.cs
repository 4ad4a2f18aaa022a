using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public sealed class HostileTextTests
{
    private const string Sample = "java 1 1.000000: cycles:\n\t1 main (/bin/java)\n\n";

    [Fact]
    public async Task Samples_that_start_with_a_tab_take_linear_time()
    {
        var text = new StringBuilder(Sample);
        for (int block = 0; block < 200; block++)
        {
            for (int i = 0; i < 12_000; i++) text.Append("\tt 1 1.100000:\n");
            text.Append('\n');
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Profile profile = await Task.Run(() => PerfScript.Parse(bytes)).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1 + (200 * 12_000), profile.Samples.Count);
        Assert.Empty(profile.Diagnostics);
    }

    [Theory]
    [InlineData("# foo")]
    [InlineData("##")]
    [InlineData("#")]
    public void A_thread_whose_name_starts_like_a_header_line_is_a_thread(string comm)
    {
        Profile profile = PerfScript.Parse($"# cmdline : perf record -g\n{Sample}{comm} 12 [001] 2.000000: cycles:\n\t2 work (/bin/a)\n\n");
        Assert.Equal(2, profile.Samples.Count);
        Assert.Equal(comm, profile.Comms[profile.Threads[profile.Samples[1].Thread].Comm]);
        Assert.Equal("perf record -g", profile.Header.CommandLine);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_header_is_kept_up_to_16_MiB()
    {
        var text = new StringBuilder("# hostname : box\n");
        for (int i = 0; i < 40; i++) text.Append("# long : ").Append('x', 1_000_000).Append('\n');
        Profile profile = PerfScript.Parse(text.Append(Sample).ToString());
        Assert.Equal("box", profile.Header.HostName);
        Assert.Equal(17, profile.Header.Facts.Count);
        Assert.Equal(24, Assert.Single(profile.Diagnostics).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 30) + 1)]
    public void A_block_size_out_of_range_throws(int size)
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileReadOptions { BlockSize = size });
        Assert.Equal("BlockSize", fault.ParamName);
    }

    [Fact]
    public void A_line_length_out_of_range_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileReadOptions { MaximumLineLength = int.MaxValue });
}
