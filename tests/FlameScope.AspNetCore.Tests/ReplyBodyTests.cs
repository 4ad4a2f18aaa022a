using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

public class ReplyBodyTests
{
    private const int Block = 128 * 1024;

    [Theory]
    [InlineData(null, 0)]
    [InlineData(null, Block)]
    [InlineData(null, Block + 1)]
    [InlineData("gzip", 1024)]
    [InlineData("gzip", (3 * Block) + 7)]
    [InlineData("br", 1024)]
    [InlineData("br", Block)]
    [InlineData("br", (3 * Block) + 7)]
    public void A_body_is_what_was_written_in_any_slices(string? encoding, int length)
    {
        byte[] text = TextOf(length);
        foreach (int slice in (int[])[1000, Block - 1, Block, Block + 1, int.MaxValue])
        {
            using var body = new ReplyBody(encoding, long.MaxValue, CancellationToken.None);
            for (int i = 0; i < length; i += Math.Min(slice, length - i)) body.Write(text.AsSpan(i, Math.Min(slice, length - i)));
            ReadOnlyMemory<byte> sent = body.Complete();
            Assert.Equal(encoding, body.Encoding);
            Assert.Equal(text, Decode(sent, encoding));
        }
    }

    [Fact]
    public void A_short_body_is_not_compressed()
    {
        using var body = new ReplyBody("br", long.MaxValue, CancellationToken.None);
        body.Write(TextOf(1023));
        Assert.Equal(TextOf(1023), body.Complete().ToArray());
        Assert.Null(body.Encoding);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("br")]
    public void A_body_that_is_too_large_is_refused_while_it_is_written(string? encoding)
    {
        var noise = new byte[Block];
        new Random(1).NextBytes(noise);
        using var body = new ReplyBody(encoding, 3 * Block, CancellationToken.None);
        int written = 0;
        RequestFault fault = Assert.Throws<RequestFault>(() =>
        {
            for (; written < 100; written++) body.Write(noise);
        });
        Assert.Equal(422, fault.Status);
        Assert.InRange(written, 3, 6);
    }

    [Fact]
    public void Writing_ends_when_the_client_leaves()
    {
        using var canceled = new CancellationTokenSource();
        using var body = new ReplyBody(null, long.MaxValue, canceled.Token);
        body.Write(TextOf(Block));
        canceled.Cancel();
        Assert.Throws<OperationCanceledException>(() => body.Write(TextOf(2 * Block)));
    }

    [Fact]
    public async Task An_export_that_is_too_large_is_refused_with_the_reason()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(options => options.CacheBytes = 210_000);
        browser.Folder.Write("a.perf", TestProfile.Create(1, count: 2000).ToText());
        JsonElement problem = await browser.GetJsonAsync("api/v1/export?profile=a.perf&format=firefox", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("larger", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage part = await browser.GetAsync("api/v1/export?profile=a.perf&format=firefox&from=0&to=0.5");
        Assert.Equal(HttpStatusCode.OK, part.StatusCode);
    }

    [Fact]
    public async Task The_answers_that_are_being_sent_are_bounded_in_total()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(options => options.CacheBytes = 300_000);
        ProfileBrowser server = browser.App.Services.GetRequiredService<BrowserList>().All.Single();
        IDisposable slow = server.BeginSending(99_800);
        using (HttpResponseMessage refused = await browser.GetAsync("profile/"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        slow.Dispose();
        using HttpResponseMessage served = await browser.GetAsync("profile/");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    private static byte[] TextOf(int length)
    {
        var text = new byte[length];
        for (int i = 0; i < length; i++) text[i] = (byte)('a' + (i * i % 23));
        return text;
    }

    private static byte[] Decode(ReadOnlyMemory<byte> sent, string? encoding)
    {
        var input = new MemoryStream(sent.ToArray());
        using Stream decoded = encoding switch
        {
            "gzip" => new GZipStream(input, CompressionMode.Decompress),
            "br" => new BrotliStream(input, CompressionMode.Decompress),
            _ => input,
        };
        var text = new MemoryStream();
        decoded.CopyTo(text);
        return text.ToArray();
    }
}
