using System.Globalization;
using FlameScope.DotNet;
using FlameScope.Export;
using FlameScope.Model;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>Records the process itself and answers with the report, or with the profile in another format.</summary>
internal sealed class SelfEndpoint(FlameScopeSelfOptions options, HostRule hosts, ServerTelemetry telemetry)
{
    private static readonly EndpointKind Kind = new("self");

    // The runtime's buffers and the processors are shared: a second recording would record the first one.
    private static int s_isRecording;

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (!hosts.Allows(context.Request.Host)) throw new RequestFault(StatusCodes.Status400BadRequest, "The server is not known by this host name.");
            if (CrossSite.IsCrossSite(context.Request)) throw new RequestFault(StatusCodes.Status403Forbidden, "Pages of other sites cannot record this process.");
            await RecordAsync(context).ConfigureAwait(false);
        }
        catch (RequestFault fault)
        {
            await FaultReply.WriteAsync(context, Kind, fault).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left, and with it the recording ended.
        }
    }

    private async Task RecordAsync(HttpContext context)
    {
        var query = new QueryParameters(context.Request.Query);
        double seconds = query.Number("seconds", 0.1, options.MaximumDuration.TotalSeconds) ?? options.DefaultDuration.TotalSeconds;
        string format = query.Text("format") ?? "report";
        IProfileWriter? writer = format == "report" ? null
            : ProfileWriters.Default.Find(format) ?? throw QueryParameters.Invalid("format", $"takes report, {string.Join(", ", ProfileWriters.Default.Writers.Select(known => known.Name))}");
        if (Interlocked.Exchange(ref s_isRecording, 1) != 0)
        {
            throw new RequestFault(StatusCodes.Status429TooManyRequests, "This process is being recorded. Try again when that is finished.")
            {
                RetryAfter = (int)Math.Ceiling(options.MaximumDuration.TotalSeconds),
            };
        }
        string outcome = "failed";
        try
        {
            CancellationToken aborted = context.RequestAborted;
            Profile profile = await DotNetRecorder.RecordAsync(Environment.ProcessId, TimeSpan.FromSeconds(seconds), options.Record, null, aborted).ConfigureAwait(false);
            outcome = "recorded";
            await WriteAsync(context, profile, writer, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            outcome = "canceled";
            throw;
        }
        catch (ArgumentException fault)
        {
            throw new RequestFault(StatusCodes.Status422UnprocessableEntity, ProfileMessage.ToSentence(fault.Message), fault);
        }
        catch (DotNetRecordException fault)
        {
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "This process cannot be recorded: its diagnostic port does not answer, or is disabled.", fault) { RetryAfter = 10 };
        }
        finally
        {
            Volatile.Write(ref s_isRecording, 0);
            telemetry.SelfRecorded(seconds, outcome);
        }
    }

    private static async Task WriteAsync(HttpContext context, Profile profile, IProfileWriter? writer, CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        string title = string.Create(CultureInfo.InvariantCulture, $"{AppDomain.CurrentDomain.FriendlyName} {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");
        if (writer is null)
        {
            // The page has a policy of its own, which allows its script by its hash.
            response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            response.ContentType = "text/html; charset=utf-8";
            await HtmlReport.WriteAsync(profile, response.Body, new HtmlReportOptions { Title = title }, cancellationToken).ConfigureAwait(false);
            return;
        }
        string extension = writer.Extensions is [var first, ..] ? first : "." + writer.Name;
        response.ContentType = "application/octet-stream";
        response.Headers.ContentDisposition = $"attachment; filename=\"profile{extension}\"";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        await ProfileWriters.WriteAsync(writer, profile.Select(SampleFilter.All), response.Body, new ProfileWriteOptions { Title = title }, cancellationToken).ConfigureAwait(false);
    }
}
