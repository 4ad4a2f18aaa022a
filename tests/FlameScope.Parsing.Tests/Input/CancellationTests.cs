using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;
using System.IO.Pipes;
using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Reads are canceled promptly, also while the input delivers no data, and inputs that stall otherwise give the same profile.</summary>
public class CancellationTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(ThreadTests.Samples(0, 3000));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<int, bool> Ways => new()
    {
        { 0, false }, { 0, true }, { 1, false }, { 1, true }, { 50_000, false }, { 50_000, true }, { 200_000, false }, { 200_000, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_silent_pipe_is_canceled(int delivered, bool isCompressed)
    {
        byte[] start = Delivered(delivered, isCompressed);
        foreach (int threads in new[] { 1, 2, 4 })
        {
            var options = new ProfileReadOptions { MaximumThreads = threads, BlockSize = 2000 };
            await AssertCanceled(start, (stream, token) => Task.Run(() => ProfileFile.Open(stream, options, null, token)));
            await AssertCanceled(start, (stream, token) => ProfileFile.OpenAsync(stream, options, null, token));
            await AssertCanceled(start, (stream, token) => ProfileFile.OpenAsync(PipeReader.Create(stream), options, null, token));
        }
        await AssertCanceled(start, (stream, token) => Task.Run(() => StackCollapse.Collapse(stream, null, token)));
    }

    [Fact]
    public async Task A_silent_process_is_canceled()
    {
        if (OperatingSystem.IsWindows()) return;
        using Process process = Process.Start(new ProcessStartInfo("sleep", "60") { RedirectStandardOutput = true })!;
        using var cancel = new CancellationTokenSource();
        Task<Profile> reading = Task.Run(() => ProfileFile.Open(process.StandardOutput.BaseStream, cancellationToken: cancel.Token));
        await AssertCanceled(reading, cancel);
        process.Kill();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_named_pipe_without_a_writer_is_canceled(bool isAsync)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (!TryMakeNamedPipe(path)) return;
        try
        {
            using var cancel = new CancellationTokenSource();
            Task<Profile> reading = isAsync
                ? ProfileFile.OpenAsync(path, cancellationToken: cancel.Token)
                : Task.Run(() => ProfileFile.Open(path, cancellationToken: cancel.Token));
            await AssertCanceled(reading, cancel);
        }
        finally
        {
            // The abandoned opening of the pipe ends when a writer opens it.
            await using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
            {
                File.Delete(path);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_named_pipe_with_a_silent_writer_is_canceled(bool isAsync)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (!TryMakeNamedPipe(path)) return;
        using var cancel = new CancellationTokenSource();
        Task<Profile> reading = isAsync
            ? ProfileFile.OpenAsync(path, cancellationToken: cancel.Token)
            : Task.Run(() => ProfileFile.Open(path, cancellationToken: cancel.Token));
        await using var writer = new FileStream(path, FileMode.Open, FileAccess.Write); // waits for the reader
        File.Delete(path);
        await writer.WriteAsync(Text.AsMemory(0, 1000));
        await writer.FlushAsync();
        await AssertCanceled(reading, cancel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_pipe_gives_the_profile_of_its_text(bool isCompressed)
    {
        Profile expected = PerfScript.Parse(Text);
        byte[] bytes = isCompressed ? WaysToRead.Gzip(Text) : Text;
        foreach (int threads in new[] { 1, 2 })
        {
            var options = new ProfileReadOptions { MaximumThreads = threads, BlockSize = 5000 };
            using var cancel = new CancellationTokenSource();
            ProfileAssert.Same(expected, await ReadSlowly(bytes, stream => Task.Run(() => ProfileFile.Open(stream, options, null, cancel.Token))));
            ProfileAssert.Same(expected, await ReadSlowly(bytes, stream => ProfileFile.OpenAsync(stream, options, null, cancel.Token)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fault_is_thrown_while_the_input_stalls(bool isAsync)
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        byte[] start = [.. Text, .. "what is this\n\n"u8, .. Text];
        using var never = new CancellationTokenSource();
        var options = new ProfileReadOptions { MaximumThreads = 2, BlockSize = 2000, Strict = true };
        Task<Profile> reading = isAsync
            ? ProfileFile.OpenAsync(client, options, null, never.Token)
            : Task.Run(() => ProfileFile.Open(client, options, null, never.Token));
        Task writing = Task.Run(() => WriteUnlessClosed(server, start));
        await Assert.ThrowsAsync<ProfileFormatException>(() => reading.WaitAsync(Patience));
        client.Dispose();
        await writing.WaitAsync(Patience);
    }

    private static byte[] Delivered(int length, bool isCompressed)
    {
        if (!isCompressed) return Text[..Math.Min(length, Text.Length)];
        byte[] gzip = WaysToRead.Gzip(Text);
        return gzip[..Math.Min(length / 4, gzip.Length)];
    }

    private static async Task AssertCanceled(byte[] start, Func<Stream, CancellationToken, Task> read)
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        using var cancel = new CancellationTokenSource();
        Task reading = read(client, cancel.Token);
        await server.WriteAsync(start).AsTask().WaitAsync(Patience);
        await AssertCanceled(reading, cancel);
    }

    private static async Task AssertCanceled(Task reading, CancellationTokenSource cancel)
    {
        Assert.NotSame(reading, await Task.WhenAny(reading, Task.Delay(50)));
        await cancel.CancelAsync();
        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
        Assert.Equal(cancel.Token, canceled.CancellationToken);
    }

    private static async Task<Profile> ReadSlowly(byte[] bytes, Func<Stream, Task<Profile>> read)
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        Task<Profile> reading = read(client);
        for (int start = 0, i = 0; start < bytes.Length; i++)
        {
            int length = Math.Min(1 + (i * 997 % 7000), bytes.Length - start);
            await server.WriteAsync(bytes.AsMemory(start, length));
            start += length;
        }
        server.Dispose();
        return await reading.WaitAsync(Patience);
    }

    private static void WriteUnlessClosed(AnonymousPipeServerStream server, byte[] bytes)
    {
        try
        {
            server.Write(bytes);
        }
        catch (IOException)
        {
            // The reader has closed its end.
        }
    }

    private static bool TryMakeNamedPipe(string path)
    {
        try
        {
            using Process make = Process.Start("mkfifo", path);
            make.WaitForExit();
            return make.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
