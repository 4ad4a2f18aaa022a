using System.Globalization;
using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>
/// An exception contains the line and the byte offset of the fault on every path of the parser, and exceptions are thrown in the order of the text.
/// </summary>
public class ErrorPositionTests
{
    [Fact]
    public void The_symbol_limit_names_the_line_of_the_symbol()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 200; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"app 10 [000] 1.500000: cycles:\n\t 7f1 leaf{i} (/x)\n\t 7f2 main{i} (/x)\n\t 7f3 start (/x)\n\n");
        }
        foreach (int symbols in Enumerable.Range(4, 40).Concat(Enumerable.Range(340, 40)))
        {
            // The limit counts [unknown], which every profile contains, and the three symbols of the first sample. Each further sample adds
            // two symbols.
            int added = symbols - 4;
            int line = (5 * (1 + (added / 2))) + 2 + (added % 2);
            var fault = Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(text.ToString(), new ProfileReadOptions { MaximumSymbols = symbols }));
            Assert.Contains("MaximumSymbols", fault.Message, StringComparison.Ordinal);
            Assert.Equal(line, fault.Line);
        }
    }

    // Without times, the parser needs the following line to decide whether "sh 20125" starts a sample.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(500, 1)]
    [InlineData(1 << 20, 1)]
    [InlineData(500, 2)]
    [InlineData(1 << 20, 2)]
    public void An_endless_line_after_an_undecided_line_is_the_one_reported(int blockSize, int threads)
    {
        const string Before = "app 5 cycles: \n\t 7f1 f\n\nsh 20125 \n";
        byte[] text = Encoding.UTF8.GetBytes(Before + new string('x', 600_000));
        var options = new ProfileReadOptions { MaximumLineLength = 1024, MaximumThreads = threads };
        var stream = new MemoryStream(text);
        var fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(stream, options with { BlockSize = blockSize }));
        Assert.Contains("MaximumLineLength", fault.Message, StringComparison.Ordinal);
        Assert.Equal(5, fault.Line);
        Assert.Equal(Before.Length, fault.ByteOffset);
        if (blockSize <= 500) Assert.True(stream.Position < text.Length, "the line was read to its end");
    }

    // The stream fails so soon after the bad line that both errors are known when the threads end.
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task An_error_of_the_text_precedes_a_later_error_of_the_stream(int threads)
    {
        byte[] samples = Encoding.UTF8.GetBytes(ThreadTests.Samples(0, 3000));
        byte[] text = [.. samples[..60_000], .. "\n\nwhat is this\n\n"u8, .. samples];
        var options = new ProfileReadOptions { MaximumThreads = threads, BlockSize = 2000, Strict = true };
        await Task.Run(() =>
        {
            for (int distance = 5_000; distance <= 14_000; distance += 1_000)
            {
                var stream = new EndingStream(text, 60_000 + distance);
                var fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(stream, options));
                Assert.Contains("neither an event nor a frame", fault.Message, StringComparison.Ordinal);
            }
        }).WaitAsync(TimeSpan.FromMinutes(1));
    }

    private sealed class EndingStream(byte[] text, int at) : MemoryStream(text)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position >= at) throw new IOException("the disk is gone");
            return base.Read(buffer, offset, Math.Min(count, 700));
        }
    }
}
