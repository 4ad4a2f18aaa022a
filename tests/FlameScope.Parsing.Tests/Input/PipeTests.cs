using System.Buffers;
using System.IO.Pipelines;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of reading from pipes of different kinds.</summary>
public class PipeTests
{
    private static readonly byte[] Text = "app 10 [000] 1.500000: 100 cycles:\n\t7f1 leaf (/bin/x)\n\n"u8.ToArray();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_pipe_with_less_than_two_bytes_throws(int length)
    {
        PipeReader pipe = PipeReader.Create(new ReadOnlySequence<byte>(Text.AsMemory(0, length)));
        await Assert.ThrowsAsync<ProfileFormatException>(() => ProfileFile.OpenAsync(pipe));
    }

    [Fact]
    public async Task A_sequence_is_read()
    {
        Profile profile = await ProfileFile.OpenAsync(PipeReader.Create(new ReadOnlySequence<byte>(Text)));
        Assert.Equal(1, profile.Samples.Count);
    }

    [Fact]
    public async Task An_empty_sequence_throws() =>
        await Assert.ThrowsAsync<ProfileFormatException>(() => ProfileFile.OpenAsync(PipeReader.Create(ReadOnlySequence<byte>.Empty)));

    [Fact]
    public async Task A_pipe_is_read_while_it_is_written()
    {
        var pipe = new Pipe();
        Task<Profile> parsing = ProfileFile.OpenAsync(pipe.Reader);
        foreach (byte b in Text) await pipe.Writer.WriteAsync(new[] { b });
        await pipe.Writer.CompleteAsync();
        Assert.Equal(1, (await parsing).Samples.Count);
    }

    [Fact]
    public async Task A_read_that_is_canceled_on_the_pipe_throws()
    {
        var pipe = new Pipe();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProfileFile.OpenAsync(pipe.Reader));
    }

    [Fact]
    public async Task Reading_an_empty_pipe_is_canceled()
    {
        using var stop = new CancellationTokenSource();
        Task<Profile> parsing = ProfileFile.OpenAsync(new Pipe().Reader, cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parsing);
    }
}
