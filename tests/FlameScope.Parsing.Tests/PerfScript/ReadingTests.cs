using System.IO.Pipelines;
using System.Text;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of progress, cancellation, files, line ends and allocations.</summary>
public class ReadingTests
{
    private const string Text = "a 10 [000] 1.500000: 100 cycles: \n\t     7f1 foo+0x1 (/bin/x)\n\t     7f2 main (/bin/x)\n\n";

    [Fact]
    public void The_reader_allocates_nothing()
    {
        byte[] text = [.. Enumerable.Range(0, 50).SelectMany(i => new PerfTextMaker(new Random(i)).Make(5).ToBytes().Append((byte)'\n'))];
        int lines = CountLines(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int again = CountLines(text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(lines, again);
    }

    [Fact]
    public void The_last_progress_report_is_the_length()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Text, 1000)));
        var reports = new Reports();
        ProfileFile.Open(new MemoryStream(text), new ProfileReadOptions { BlockSize = 100 }, reports);
        Assert.Equal(new ReadProgress(text.Length, text.Length), reports.All[^1]);
        Assert.Equal(reports.All.OrderBy(r => r.BytesRead), reports.All);
    }

    [Fact]
    public async Task A_canceled_read_throws()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => ProfileFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(Text)), cancellationToken: stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProfileFile.OpenAsync(new Pipe().Reader, cancellationToken: stop.Token));
    }

    [Fact]
    public void A_stream_is_read_from_its_position_and_not_closed()
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes("<html>" + Text)) { Position = 6 };
        Assert.Equal(1, ProfileFile.Open(stream).Samples.Count);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_file_is_read_and_a_missing_file_throws()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.Throws<FileNotFoundException>(() => ProfileFile.Open(path));
        try
        {
            File.WriteAllBytes(path, WaysToRead.Gzip(Encoding.UTF8.GetBytes(Text)));
            ProfileAssert.Same(PerfScript.Parse(Text), ProfileFile.Open(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("\r\n", "", true)]
    [InlineData("\n", "\uFEFF", true)]
    [InlineData("\r\n", "\uFEFF", false)]
    [InlineData("  \n", "", false)]
    [InlineData("\t \r\n", "", true)]
    public void Line_ends_trailing_blanks_and_byte_order_marks_do_not_change_the_profile(string lineEnd, string start, bool hasEnd)
    {
        string text = start + (hasEnd ? Text : Text.TrimEnd('\n')).Replace("\n", lineEnd, StringComparison.Ordinal);
        ProfileAssert.Same(PerfScript.Parse(Text), PerfScript.Parse(text));
    }

    private static int CountLines(byte[] text)
    {
        int count = 0;
        var reader = new PerfScriptReader(text);
        while (reader.Read())
        {
            count += reader.Event.Comm.Length + reader.Frame.Symbol.Length + reader.Source.Length + (int)reader.Kind;
        }
        return count;
    }

    private sealed class Reports : IProgress<ReadProgress>
    {
        public List<ReadProgress> All { get; } = [];

        public void Report(ReadProgress value) => All.Add(value);
    }
}
