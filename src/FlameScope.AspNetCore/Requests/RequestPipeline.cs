using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace FlameScope.AspNetCore;

/// <summary>What every endpoint of the browser has: security headers, the check of the host, the limit on requests, and answers to faults.</summary>
internal static class RequestPipeline
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly EndpointKind Page = new("page");

    /// <summary>Returns an endpoint within the pipeline.</summary>
    public static RequestDelegate Wrap(ProfileBrowser browser, EndpointKind? kind, RequestDelegate endpoint) =>
        context => InvokeAsync(browser, kind ?? Page, endpoint, context);

    private static async Task InvokeAsync(ProfileBrowser browser, EndpointKind kind, RequestDelegate endpoint, HttpContext context)
    {
        long start = Stopwatch.GetTimestamp();
        SetHeaders(context.Response.Headers);
        using Activity? activity = ServerTelemetry.StartAnswer(kind.Resource);
        bool hasBegun = false;
        try
        {
            if (!browser.Hosts.Allows(context.Request.Host)) throw new RequestFault(StatusCodes.Status400BadRequest, "The server is not known by this host name.");
            browser.Begin();
            hasBegun = true;
            await endpoint(context).ConfigureAwait(false);
        }
        catch (RequestFault fault)
        {
            await FaultReply.WriteAsync(context, kind, fault).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            await FaultReply.WriteAsync(context, kind, new RequestFault(fault.StatusCode, "The request is not valid.", fault)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left.
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            // As above, while the answer was written.
        }
        catch (OperationCanceledException)
        {
            // The work was canceled because another client that waited for it left at the same moment.
            await FaultReply.WriteAsync(context, kind, WorkGate.Busy()).ConfigureAwait(false);
        }
        catch (Exception bug) when (!context.Response.HasStarted)
        {
            browser.Telemetry.Failed(kind.Resource, bug);
            activity?.SetStatus(ActivityStatusCode.Error);
            await FaultReply.WriteAsync(context, kind, new RequestFault(StatusCodes.Status500InternalServerError, "The request failed.", bug)).ConfigureAwait(false);
        }
        finally
        {
            if (hasBegun) browser.End();
            browser.Telemetry.Answered(kind.Resource, context.Response.StatusCode, Stopwatch.GetElapsedTime(start));
        }
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
