using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlameScope.AspNetCore;

/// <summary>Sends answers: from the client's cache, from the cache of answers, or computed once for all who wait for the same one.</summary>
internal static class ReplyServer
{
    // The part of the cache that a single answer may take.
    private const int LargestCachedShare = 8;

    // The part of the size of the cache that a single answer may have.
    private const int LargestShare = 4;

    /// <summary>Answers a question about files.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="context">The request.</param>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="files">The files on which the answer depends.</param>
    /// <param name="compute">Computes the answer and encodes it by a function.</param>
    public static async Task SendAsync(ProfileBrowser browser, HttpContext context, string resource, ServedFile[] files, Func<Func<Reply, EncodedReply>, CancellationToken, Task<EncodedReply>> compute)
    {
        HttpResponse response = context.Response;
        EntityTagHeaderValue tag = EntityTag.Of(context.Request, resource, files);
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.ETag = tag.ToString();
        if (EntityTag.Matches(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        string? encoding = EncodingOf(context);
        object key = (tag.Tag.Value, encoding);
        if (browser.Cache.TryGet(key, out EncodedReply? reply))
        {
            browser.Telemetry.CacheHit("answer");
        }
        else
        {
            browser.Telemetry.CacheMiss("answer");
            long largest = browser.Cache.Capacity / LargestCachedShare;
            reply = await browser.Cache.GetOrAddAsync(
                key,
                token => compute(answer => Encode(browser, answer, encoding, token), token),
                made => made.Bytes <= largest ? made.Bytes : long.MaxValue,
                context.RequestAborted).ConfigureAwait(false);
        }
        await WriteAsync(browser, context, reply!).ConfigureAwait(false);
    }

    /// <summary>Sends an answer that is not cached.</summary>
    public static Task SendAsync(ProfileBrowser browser, HttpContext context, Reply reply)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept-Encoding";
        return WriteAsync(browser, context, Encode(browser, reply, EncodingOf(context), context.RequestAborted));
    }

    private static string? EncodingOf(HttpContext context) => ReplyCompression.Choose(context.Request.GetTypedHeaders().AcceptEncoding);

    private static EncodedReply Encode(ProfileBrowser browser, Reply reply, string? encoding, CancellationToken cancellationToken)
    {
        using var body = new ReplyBody(reply.IsCompressible ? encoding : null, browser.Cache.Capacity / LargestShare, cancellationToken);
        reply.Write(body);
        ReadOnlyMemory<byte> bytes = body.Complete();
        return new EncodedReply(reply.ContentType, body.Encoding, bytes) { FileName = reply.FileName, IsEmpty = reply.IsEmpty };
    }

    private static async Task WriteAsync(ProfileBrowser browser, HttpContext context, EncodedReply reply)
    {
        HttpResponse response = context.Response;
        if (reply.IsEmpty)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        using IDisposable sending = browser.BeginSending(reply.Bytes);
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Body.Length;
        if (reply.Encoding is not null) response.Headers.ContentEncoding = reply.Encoding;
        if (reply.FileName is { } name)
        {
            // Saved files are pages with scripts of their own, which must not run in the origin of the server.
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(name);
            response.Headers.ContentDisposition = disposition.ToString();
            response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        }
        await response.Body.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
