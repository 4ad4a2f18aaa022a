using System.IO.Pipelines;
using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Exceptions of several threads reach the caller unchanged and in the order of the text, and no thread waits forever.</summary>
public class ThreadFailureTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(ThreadTests.Samples(0, 3000));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<int> ThreadCounts => new() { 1, 2, 4 };

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public Task An_exception_of_the_stream_is_thrown(int threads) => InTime(() =>
    {
        for (int at = 0; at < Text.Length; at += 17_001)
        {
            var thrown = Assert.Throws<IOException>(() => ProfileFile.Open(new FailingStream(Text, at), Options(threads)));
            Assert.Equal("the disk is gone", thrown.Message);
        }
    });

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public Task A_fault_in_the_text_is_thrown_before_a_later_fault_of_the_stream(int threads) => InTime(() =>
    {
        byte[] text = [.. Text[..60_000], .. "\n\nwhat is this\n\n"u8, .. Text];
        var fault = Assert.Throws<ProfileFormatException>(
            () => ProfileFile.Open(new FailingStream(text, 200_000), Options(threads) with { Strict = true }));
        Assert.Contains("neither an event nor a frame", fault.Message, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public Task A_read_is_canceled_at_any_position(int threads) => InTime(() =>
    {
        for (int at = 0; at < Text.Length; at += 23_001)
        {
            using var stop = new CancellationTokenSource();
            var stream = new FailingStream(Text, at, stop.Cancel);
            var stopped = Assert.ThrowsAny<OperationCanceledException>(() => ProfileFile.Open(stream, Options(threads), cancellationToken: stop.Token));
            Assert.Equal(stop.Token, stopped.CancellationToken);
        }
    });

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public async Task A_silent_pipe_reader_is_canceled(int threads)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(Text);
        using var stop = new CancellationTokenSource();
        Task<Profile> parsing = ProfileFile.OpenAsync(pipe.Reader, Options(threads), null, stop.Token);
        await stop.CancelAsync();
        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parsing.WaitAsync(Patience));
        Assert.Equal(stop.Token, stopped.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public async Task A_fault_is_thrown_while_a_pipe_is_silent(int threads)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync((byte[])[.. Text, .. "what is this\n\n"u8, .. Text]);
        Task<Profile> parsing = ProfileFile.OpenAsync(pipe.Reader, Options(threads) with { Strict = true });
        await Assert.ThrowsAsync<ProfileFormatException>(() => parsing.WaitAsync(Patience));
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public async Task The_exception_that_completes_a_pipe_is_thrown(int threads)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(Text);
        await pipe.Writer.CompleteAsync(new IOException("the process is gone"));
        var thrown = await Assert.ThrowsAsync<IOException>(() => ProfileFile.OpenAsync(pipe.Reader, Options(threads)).WaitAsync(Patience));
        Assert.Equal("the process is gone", thrown.Message);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public Task Progress_is_reported_on_the_calling_thread_and_its_exception_is_thrown(int threads) => InTime(() =>
    {
        var reports = new Reports();
        ProfileFile.Open(new MemoryStream(Text), Options(threads), reports);
        Assert.Equal(new ReadProgress(Text.Length, Text.Length), reports.All[^1].Progress);
        Assert.All(reports.All, r => Assert.Equal(Environment.CurrentManagedThreadId, r.Thread));
        Assert.Throws<InvalidTimeZoneException>(
            () => ProfileFile.Open(new MemoryStream(Text), Options(threads), new Reports { Fault = new InvalidTimeZoneException() }));
    });

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public Task Truncated_compressed_text_gives_the_same_profile_for_any_number_of_threads(int threads) => InTime(() =>
    {
        byte[] gzip = WaysToRead.Gzip(Text);
        for (int length = gzip.Length / 2; length < gzip.Length; length += 1777)
        {
            Profile one = ProfileFile.Open(new MemoryStream(gzip[..length]), Options(1));
            TestData.ProfileAssert.Same(one, ProfileFile.Open(new MemoryStream(gzip[..length]), Options(threads)));
        }
    });

    // The length of the text before the damage depends on the size of the reads from GZipStream. The report of the damage does
    // not.
    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public Task Damage_of_compressed_text_is_reported(int threads) => InTime(() =>
    {
        byte[] gzip = WaysToRead.Gzip(Text);
        for (int at = gzip.Length / 2; at < gzip.Length - 8; at += 1777)
        {
            byte[] damaged = [.. gzip];
            damaged.AsSpan(at, 8).Fill(0xA5);
            Profile profile = ProfileFile.Open(new MemoryStream(damaged), Options(threads));
            Assert.Contains(profile.Diagnostics, d => d.Reason.StartsWith("compressed data damaged", StringComparison.Ordinal));
        }
    });

    private static ProfileReadOptions Options(int threads) => new() { MaximumThreads = threads, BlockSize = 2000 };

    private static Task InTime(Action body) => Task.Run(body).WaitAsync(Patience);

    private sealed class Reports : IProgress<ReadProgress>
    {
        public List<(ReadProgress Progress, int Thread)> All { get; } = [];

        public Exception? Fault { get; init; }

        public void Report(ReadProgress value)
        {
            All.Add((value, Environment.CurrentManagedThreadId));
            if (Fault is not null) throw Fault;
        }
    }

    // Returns a text in small slices up to a position, and then throws, or runs an action once and continues.
    private sealed class FailingStream(byte[] text, int at, Action? instead = null) : MemoryStream(text)
    {
        private bool _isDone;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position >= at && !_isDone)
            {
                _isDone = true;
                if (instead is null) throw new IOException("the disk is gone");
                instead();
            }
            return base.Read(buffer, offset, Math.Min(count, 700));
        }
    }
}
