using System.IO.Pipelines;
using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The progress of compressed input counts the compressed bytes of the input, all of them and no others.</summary>
public class CompressedProgressTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(1 << 20)]
    public void The_last_report_is_the_compressed_length(int blockSize)
    {
        byte[] text = Encoding.UTF8.GetBytes(ThreadTests.Samples(0, 500));
        foreach (byte[] gzip in new[] { WaysToRead.Gzip(text), WaysToRead.Gzip(text[..900], text[900..]) })
        {
            var reports = new Reports();
            ProfileFile.Open(new MemoryStream(gzip), new ProfileReadOptions { BlockSize = blockSize }, reports);
            Assert.Equal(new ReadProgress(gzip.Length, gzip.Length), reports.All[^1]);
        }
    }

    [Fact]
    public async Task The_last_report_of_a_pipe_is_the_compressed_length()
    {
        byte[] gzip = WaysToRead.Gzip(Encoding.UTF8.GetBytes(ThreadTests.Samples(0, 500)));
        var reports = new Reports();
        await ProfileFile.OpenAsync(PipeReader.Create(new MemoryStream(gzip)), null, reports);
        Assert.Equal(gzip.Length, reports.All[^1].BytesRead);
    }

    private sealed class Reports : IProgress<ReadProgress>
    {
        public List<ReadProgress> All { get; } = [];

        public void Report(ReadProgress value) => All.Add(value);
    }
}
