using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlameScope.AspNetCore;

/// <summary>Sends answers: from the client's cache, from the cache of answers, or computed once for all who wait for the same one.</summary>
internal static class ReplyServer
{
    // The part of the cache that a single answer may take.
    private const int LargestShare = 8;

    /// <summary>Answers a question about files.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="context">The request.</param>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="files">The files on which the answer depends.</param>
    /// <param name="compute">Computes the answer.</param>
    public static async Task SendAsync(ProfileBrowser browser, HttpContext context, string resource, ServedFile[] files, Func<CancellationToken, Task<Reply>> compute)
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
        string? encoding = ReplyCompression.Choose(context.Request.GetTypedHeaders().AcceptEncoding);
        object key = (tag.Tag.Value, encoding);
        if (browser.Cache.TryGet(key, out EncodedReply? reply))
        {
            browser.Telemetry.CacheHit("answer");
        }
        else
        {
            browser.Telemetry.CacheMiss("answer");
            long largest = browser.Cache.Capacity / LargestShare;
            reply = await browser.Cache.GetOrAddAsync(
                key,
                async token => ReplyCompression.Encode(await compute(token).ConfigureAwait(false), encoding),
                made => made.Bytes <= largest ? made.Bytes : long.MaxValue,
                context.RequestAborted).ConfigureAwait(false);
        }
        await WriteAsync(context, reply!).ConfigureAwait(false);
    }

    /// <summary>Sends an answer that is not cached.</summary>
    public static Task SendAsync(HttpContext context, Reply reply)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept-Encoding";
        return WriteAsync(context, ReplyCompression.Encode(reply, ReplyCompression.Choose(context.Request.GetTypedHeaders().AcceptEncoding)));
    }

    private static async Task WriteAsync(HttpContext context, EncodedReply reply)
    {
        HttpResponse response = context.Response;
        if (reply.Reply.IsEmpty)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        response.ContentType = reply.Reply.ContentType;
        response.ContentLength = reply.Body.Length;
        if (reply.Encoding is not null) response.Headers.ContentEncoding = reply.Encoding;
        if (reply.Reply.FileName is { } name)
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
