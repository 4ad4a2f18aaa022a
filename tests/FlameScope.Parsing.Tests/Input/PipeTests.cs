using System.Buffers;
using System.IO.Pipelines;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Pipes of every make: what they bring is read, whatever they bring it in.</summary>
public class PipeTests
{
    private static readonly byte[] Text = "app 10 [000] 1.500000: 100 cycles:\n\t7f1 leaf (/bin/x)\n\n"u8.ToArray();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_pipe_with_too_little_to_tell_gzip_by_is_refused_as_text(int length)
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
    public async Task An_empty_sequence_is_refused() =>
        await Assert.ThrowsAsync<ProfileFormatException>(() => ProfileFile.OpenAsync(PipeReader.Create(ReadOnlySequence<byte>.Empty)));

    [Fact]
    public async Task A_pipe_that_is_still_written_to_is_read()
    {
        var pipe = new Pipe();
        Task<Profile> parsing = ProfileFile.OpenAsync(pipe.Reader);
        foreach (byte b in Text) await pipe.Writer.WriteAsync(new[] { b });
        await pipe.Writer.CompleteAsync();
        Assert.Equal(1, (await parsing).Samples.Count);
    }

    [Fact]
    public async Task A_read_that_is_canceled_on_the_pipe_is_not_its_end()
    {
        var pipe = new Pipe();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProfileFile.OpenAsync(pipe.Reader));
    }

    [Fact]
    public async Task Reading_a_pipe_that_brings_nothing_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        Task<Profile> parsing = ProfileFile.OpenAsync(new Pipe().Reader, cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parsing);
    }
}
